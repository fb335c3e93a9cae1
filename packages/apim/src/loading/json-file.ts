import type { Problem } from "@product-auth/core";
import {
  locateJsonError,
  locateProblems,
  replaceVariables,
  type Environment,
} from "@product-auth/core/catalog";

/** The content of a JSON file with its variables replaced, or what is wrong with it. */
export type JsonFile =
  { readonly content: unknown; readonly text: string } | { readonly problems: readonly Problem[] };

/** Parses the text of a file and replaces its variables. `name`: the file name for the problems. */
export function readJsonFile(text: string, name: string, env: Environment): JsonFile {
  const bare = text.replace(/^\uFEFF/, "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(bare);
  } catch {
    const { line, column } = locateJsonError(bare);
    const message = "is not valid JSON from this position on"; // the parser's message quotes the file
    return { problems: [{ path: `${name}:${line}:${column}`, message, fix: "repeat the import" }] };
  }
  const { content, problems } = replaceVariables(parsed, env);
  if (problems.length > 0) return { problems: locateProblems(bare, problems, name) };
  return { content, text: bare };
}
