import { parseDocument } from "yaml";
import { DocumentError } from "../document-error.js";

/** The JSON value of a YAML text. Throws `DocumentError`. Slow: see `readYaml`. */
export function yamlValue(text: string): unknown {
  try {
    // The core schema makes JSON values only. `uniqueKeys` would compare every key with every other one.
    const options = { schema: "core", merge: false, uniqueKeys: false, prettyErrors: false } as const;
    const document = parseDocument(text, { ...options, logLevel: "silent" });
    const [problem] = document.errors;
    if (problem !== undefined)
      throw new DocumentError(`is not YAML: line ${lineAt(text, problem.pos[0])}`, { cause: problem });
    return document.toJS({ maxAliasCount: 100 }) as unknown; // more may expand into a value that fills the memory
  } catch (cause) {
    if (cause instanceof DocumentError) throw cause;
    throw new DocumentError("is not YAML, or has too many aliases or levels", { cause });
  }
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split("\n").length;
