import { readYaml } from "@product-auth/openapi/yaml";
import { DocumentError } from "../document-error.js";

/** The JSON value of a YAML text. Throws `DocumentError`. Slow: see `readYaml` beside it. */
export function yamlValue(text: string): unknown {
  // A document may name a response or a schema once and use it at every operation.
  const read = readYaml(text, { onlyDocument: true, mostAliases: 10_000 });
  if ("value" in read) return read.value;
  throw new DocumentError(`${read.message}: line ${read.line}`);
}
