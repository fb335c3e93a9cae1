import type { Json } from "../../json/json-value.js";
import type { ByteBudget } from "../../files/read-bytes.js";
import { parseJson } from "../../json/parse-json.js";
import { InputError } from "../../files/input-error.js";
import { readOptionFile } from "./read-option-file.js";

/** The JSON of a file that an option names. */
export async function readJsonOption(path: string, budget: ByteBudget): Promise<Json> {
  const parsed = parseJson((await readOptionFile(path, budget)).text);
  if ("value" in parsed) return parsed.value;
  const where =
    parsed.problem === "syntax"
      ? ` from line ${parsed.line}, column ${parsed.column} on`
      : " that nests less deep";
  throw new InputError(path, `it is no JSON${where}`, "Correct the file.");
}
