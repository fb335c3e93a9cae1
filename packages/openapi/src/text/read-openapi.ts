import { ConfigurationError } from "@product-auth/core";
import type { Document } from "yaml";
import { checkDocument } from "../document/check-document.js";
import { composeYaml } from "../yaml/compose-yaml.js";
import { unreadable } from "../yaml/refused-yaml.js";
import { valueOfYaml } from "../yaml/value-of-yaml.js";
import { repeatedName } from "./repeated-name.js";

/** Maximum length of a text in bytes. */
const LARGEST_TEXT = 4 * 1024 * 1024;
// A document may name a response or a schema once and use it at every operation.
const OPTIONS = { onlyDocument: true, unambiguous: true, mostAliases: 10_000 } as const;

/**
 * The OpenAPI document in a text of JSON or YAML. Throws `ConfigurationError` for a text that is neither, is larger than 4 MiB,
 * repeats too much with aliases, or has a key twice in one object or a merge key: tools do not agree what these say.
 */
export function readOpenApi(text: string): Record<string, unknown> {
  const value = isJson(text) ? jsonValue(text) : yamlValue(text);
  return checkDocument(value) as Record<string, unknown>;
}

/** Whether a text is JSON. YAML in flow style begins with a brace as well. */
export function isJson(text: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(text)) return false;
  checkLength(text);
  try {
    JSON.parse(withoutByteOrderMark(text));
    return true;
  } catch {
    return false;
  }
}

function jsonValue(text: string): unknown {
  const json = withoutByteOrderMark(text);
  const line = repeatedName(json);
  if (line !== undefined) throw refusal(`has a key twice in one object: line ${line}`, ONCE);
  return JSON.parse(json) as unknown;
}

export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, "");

function yamlValue(text: string): unknown {
  return orRefusal(text, () => {
    const document = composeYaml(text, OPTIONS);
    return document === undefined ? null : valueOfYaml(document, OPTIONS);
  });
}

/** The text as a YAML document, with its comments. */
export const yamlDocument = (text: string): Document => orRefusal(text, () => composeYaml(text, OPTIONS)!);

function orRefusal<T>(text: string, read: () => T): T {
  checkLength(text);
  try {
    return read();
  } catch (cause) {
    const { problem, message, line } = unreadable(cause, text);
    const what = message === "is not YAML" ? "is neither JSON nor YAML" : message;
    throw refusal(`${what}: line ${line}`, problem === "syntax" ? "correct that line" : SIMPLER, cause);
  }
}

const ONCE = "keep one of the two";
const SIMPLER = "make it flatter, write values out, or refer to them by $ref";

function checkLength(text: string): void {
  if (Buffer.byteLength(text) <= LARGEST_TEXT) return;
  throw refusal("is larger than 4 MiB", "divide it");
}

function refusal(message: string, fix: string, cause?: unknown): ConfigurationError {
  const error = new ConfigurationError([{ path: "#", message, fix }], "The OpenAPI document cannot be read");
  if (cause !== undefined) error.cause = cause;
  return error;
}
