import { basename } from "node:path";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { placesInJson, type JsonPath, type Place } from "../lib/json-places.js";
import { locateJsonError } from "../lib/locate-json-error.js";

/** A problem and the path to the value. */
export interface PathProblem extends Problem {
  readonly at: JsonPath;
}

/** A problem in a file. `path` names file, line, column and member. */
interface FileProblem extends Problem, Place {}

/**
 * Parses the text of a file and checks its content. Throws one `ConfigurationError` that lists every problem with its line
 * and column.
 */
export function parseJsonFile(
  text: string,
  path: string,
  problemsOf: (content: unknown) => readonly PathProblem[],
): unknown {
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
  const problems = problemsOf(content);
  if (problems.length === 0) return content;
  const places = placesInJson(
    bare,
    problems.map(({ at }) => at),
  );
  throw new ConfigurationError(problems.map((problem, i) => problemAt(places[i]!, name, problem)));
}

function problemAt({ line, column }: Place, name: string, { path, message, fix }: Problem): FileProblem {
  return { path: `${name}:${line}:${column} ${path}`.trimEnd(), message, fix, line, column };
}
