import type { Json } from "../json/json-value.js";
import type { LoadedFile } from "../files/load-files.js";
import { parseCommented } from "../json/parse-commented.js";
import { JSON_DEPTH } from "../json/parse-json.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { brokenText } from "./broken-text.js";
import { InputError } from "../files/input-error.js";

/** JSON of a file, or the finding that it is none, which holds back what `holds` names. */
export function readJsonFile(
  file: LoadedFile,
  holds: readonly string[],
): { readonly value: Json } | { readonly finding: HoldingFinding } {
  if (file.isBroken) return { finding: brokenText(file.name, holds) };
  const parsed = parseCommented(file.text);
  if ("value" in parsed) return parsed;
  if (parsed.problem === "depth")
    throw new InputError(file.name, `it nests deeper than ${JSON_DEPTH}`, "Leave the file out of the input.");
  const { line, column } = parsed;
  const text = `The file is no JSON from column ${column} on.`;
  return { finding: { severity: "lost", code: "unreadable", at: `${file.name}:${line}`, text, holds } };
}
