import { ConfigurationError } from "@product-auth/core";
import { parseDocument, type Document } from "yaml";
import { checkDocument } from "../document/check-document.js";

/** Maximum length of a text in bytes. */
const LARGEST_TEXT = 4 * 1024 * 1024;
const MOST_ALIASES = 100;

/**
 * The OpenAPI document in a text of JSON or YAML. Throws `ConfigurationError` for a text that is neither, is larger than 4 MiB,
 * or repeats too much with aliases.
 */
export function readOpenApi(text: string): Record<string, unknown> {
  return checkDocument(isJson(text) ? jsonValue(text) : yamlValue(yamlDocument(text))) as Record<
    string,
    unknown
  >;
}

/** Whether a text is JSON. YAML in flow style begins with a brace as well. */
export function isJson(text: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(text)) return false;
  try {
    jsonValue(text);
    return true;
  } catch {
    return false;
  }
}

function jsonValue(text: string): unknown {
  checkLength(text);
  return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
}

/** The text as a YAML document, with its comments. */
export function yamlDocument(text: string): Document {
  checkLength(text);
  let document: Document;
  try {
    // `uniqueKeys` would compare every key with every other one.
    document = parseDocument(text, { schema: "core", merge: false, uniqueKeys: false, logLevel: "silent" });
  } catch (cause) {
    throw refusal("is nested too deeply", "make it flatter", cause); // the parser calls itself for each level
  }
  const [problem] = document.errors;
  if (problem === undefined) return document;
  throw refusal(
    `is neither JSON nor YAML: line ${problem.linePos?.[0].line ?? 1}`,
    "correct that line",
    problem,
  );
}

function yamlValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    throw refusal("repeats too much with aliases", "write the values out, or refer to them by $ref", cause);
  }
}

function checkLength(text: string): void {
  if (Buffer.byteLength(text) <= LARGEST_TEXT) return;
  throw refusal("is larger than 4 MiB", "divide it");
}

function refusal(message: string, fix: string, cause?: unknown): ConfigurationError {
  const error = new ConfigurationError([{ path: "#", message, fix }], "The OpenAPI document cannot be read");
  if (cause !== undefined) error.cause = cause;
  return error;
}
