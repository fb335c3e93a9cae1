import { basename } from "node:path";
import { locateJsonError } from "../lib/locate-json-error.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { problemsOfFile, type PathProblem } from "./check-stored.js";
import { placesInJson, type Place } from "../lib/json-places.js";
import type { StoredSubscription } from "./stored-subscription.js";

/** The content of a subscription file. `version` increases by one with every change. */
export interface SubscriptionFile {
  readonly version: number;
  readonly subscriptions: readonly StoredSubscription[];
}

/** A problem in a subscription file. `path` names file, line, column and member. */
export interface FileProblem extends Problem, Place {}

/** Parses the text of a subscription file. Throws one `ConfigurationError` that lists every problem with its line and column. */
export function parseSubscriptionFile(text: string, path: string): SubscriptionFile {
  const name = basename(path);
  const bare = text.replace(/^\uFEFF/, ""); // a byte order mark, as editors on Windows write it
  let content: unknown;
  try {
    content = JSON.parse(bare);
  } catch {
    const place = locateJsonError(bare); // the parser's message quotes the file
    throw new ConfigurationError([
      problemAt(place, name, {
        path: "",
        message: "is not valid JSON from this position on",
        fix: "fix the JSON syntax there",
      }),
    ]);
  }
  const form = problemsOfFile(content);
  const problems = form.length > 0 ? form : duplicates(content as SubscriptionFile);
  if (problems.length === 0) return content as SubscriptionFile;
  const places = placesInJson(
    bare,
    problems.map(({ at }) => at),
  );
  throw new ConfigurationError(problems.map((problem, i) => problemAt(places[i]!, name, problem)));
}

/** Formats a subscription file, indented for reading and comparing. */
export function formatSubscriptionFile(file: SubscriptionFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function problemAt({ line, column }: Place, name: string, { path, message, fix }: Problem): FileProblem {
  return { path: `${name}:${line}:${column} ${path}`.trimEnd(), message, fix, line, column };
}

function duplicates({ subscriptions }: SubscriptionFile): PathProblem[] {
  const ids = new Map<string, string>();
  const digests = new Map<string, string>();
  const repeated = (seen: Map<string, string>, value: string, path: string, at: PathProblem["at"]) => {
    const first = seen.get(value);
    seen.set(value, first ?? path);
    if (first === undefined) return [];
    return [{ at, path, message: `is also that of ${first}`, fix: "remove one of them" }];
  };
  return subscriptions.flatMap(({ id, keys }, i) => [
    ...repeated(ids, id, `subscriptions[${i}].id`, ["subscriptions", i, "id"]),
    ...keys.flatMap(({ digest }, k) =>
      repeated(digests, digest, `subscriptions[${i}].keys[${k}].digest`, [
        "subscriptions",
        i,
        "keys",
        k,
        "digest",
      ]),
    ),
  ]);
}
