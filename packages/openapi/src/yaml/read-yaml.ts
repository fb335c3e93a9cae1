import type { JsonValue } from "../document/json-values.js";
import { composeYaml, type ComposeOptions } from "./compose-yaml.js";
import { unreadable, type UnreadableYaml } from "./refused-yaml.js";
import { valueOfYaml, type ValueOptions } from "./value-of-yaml.js";

/** How a text is read. */
export interface YamlOptions extends ComposeOptions, ValueOptions {}

/** A value, or why there is none. */
export type ReadYaml = { readonly value: JsonValue } | UnreadableYaml;

/**
 * The JSON value in a YAML text. The time grows with the length of the text only: nesting, tags, aliases and what they repeat
 * are bounded. The caller bounds the length.
 */
export function readYaml(text: string, options: YamlOptions = {}): ReadYaml {
  try {
    const document = composeYaml(text, options);
    return { value: document === undefined ? null : valueOfYaml(document, options) };
  } catch (error) {
    return unreadable(error, text);
  }
}
