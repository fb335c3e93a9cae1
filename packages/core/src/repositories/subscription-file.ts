import { basename } from "node:path";
import { locateJsonError } from "../lib/locate-json-error.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { problemsOfFile, type PathProblem } from "./check-stored.js";
import { placesInJson, type Place } from "../lib/json-places.js";
import type { StoredSubscription } from "./stored-subscription.js";

/** What a subscription file holds. `version` grows by one with every change. */
export interface SubscriptionFile {
  readonly version: number;
  readonly subscriptions: readonly StoredSubscription[];
}

/** A problem in a subscription file, with its place; `path` names file, place and member. */
export interface FileProblem extends Problem, Place {}

/** Reads the text of a subscription file; throws `ConfigurationError` with every problem and its place. */
export function parseSubscriptionFile(text: string, path: string): SubscriptionFile {
  const name = basename(path);
  const bare = text.replace(/^\uFEFF/, ""); // editors on Windows put it there
  let content: unknown;
  try {
    content = JSON.parse(bare);
  } catch {
    const place = locateJsonError(bare); // the parser's own words quote the file
    throw new ConfigurationError([
      problemAt(place, name, { path: "", message: "is not valid JSON from here on", fix: "mend the file" }),
    ]);
  }
  const form = problemsOfFile(content);
  const problems = form.length > 0 ? form : repetitions(content as SubscriptionFile);
  if (problems.length === 0) return content as SubscriptionFile;
  const places = placesInJson(
    bare,
    problems.map(({ at }) => at),
  );
  throw new ConfigurationError(problems.map((problem, i) => problemAt(places[i]!, name, problem)));
}

/** The text of a subscription file: readable, and made for comparing. */
export function formatSubscriptionFile(file: SubscriptionFile): string {
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function problemAt({ line, column }: Place, name: string, { path, message, fix }: Problem): FileProblem {
  return { path: `${name}:${line}:${column} ${path}`.trimEnd(), message, fix, line, column };
}

function repetitions({ subscriptions }: SubscriptionFile): PathProblem[] {
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
