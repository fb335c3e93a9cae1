import { ConfigurationError } from "@product-auth/core";
import { changesBetween } from "./changes.js";
import { edited, editOf } from "./edits.js";
import { isJson, readOpenApi, yamlDocument } from "./read-openapi.js";

/**
 * The text of a document with what another one has otherwise, such as the result of `openApiOf`. Of YAML, everything else stays
 * as it is written, comments included; of JSON, the indentation. Throws `ConfigurationError` where the text cannot be changed,
 * as where an alias stands for the value.
 */
export function rewriteOpenApi(text: string, document: Readonly<Record<string, unknown>>): string {
  const changes = changesBetween(readOpenApi(text), document);
  if (changes.length === 0) return text;
  if (isJson(text))
    return `${JSON.stringify(document, undefined, indentOf(text))}${/\n$/.exec(text)?.[0] ?? ""}`;
  const yaml = yamlDocument(text);
  const edits = changes.map((change) => editOf(text, yaml, change));
  const written = edits.includes(undefined)
    ? text
    : edited(
        text,
        edits.map((edit) => edit!),
      );
  if (hasContents(written, document)) return written;
  const message = "cannot be changed in this text";
  const fix = "write the values out instead of aliases, and objects with one member a line";
  throw new ConfigurationError([{ path: "#", message, fix }], "The OpenAPI document cannot be written");
}

// A text that was changed at a wrong place must not be written.
function hasContents(text: string, document: unknown): boolean {
  try {
    return changesBetween(readOpenApi(text), document).length === 0;
  } catch {
    return false;
  }
}

const indentOf = (text: string): string => /^\s*\{\s*?\n([ \t]+)/.exec(text)?.[1] ?? "  ";
