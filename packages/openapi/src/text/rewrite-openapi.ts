import { ConfigurationError } from "@product-auth/core";
import { changesBetween, makeChanges, type Change } from "./changes.js";
import { edited, editOf } from "./edits.js";
import { withMarkedNumbers, withoutMarks } from "./marked-numbers.js";
import { isJson, readOpenApi, withoutByteOrderMark, yamlDocument } from "./read-openapi.js";

/**
 * The text of a document with what another one has otherwise, such as the result of `openApiOf`. Of YAML, everything else stays
 * as it is written, comments included; of JSON, numbers and the indentation. Throws `ConfigurationError` where the text cannot be changed,
 * as where an alias stands for the value.
 */
export function rewriteOpenApi(text: string, document: Readonly<Record<string, unknown>>): string {
  const changes = changesBetween(readOpenApi(text), document);
  if (changes.length === 0) return text;
  const written = isJson(text) ? rewrittenJson(text, changes) : rewrittenYaml(text, changes);
  if (hasContents(written, document)) return written;
  const message = "cannot be changed in this text";
  const fix = "write the values out instead of aliases, and objects with one member a line";
  throw new ConfigurationError([{ path: "#", message, fix }], "The OpenAPI document cannot be written");
}

function rewrittenJson(text: string, changes: readonly Change[]): string {
  const value = JSON.parse(withMarkedNumbers(withoutByteOrderMark(text))) as unknown;
  makeChanges(value, changes);
  return `${withoutMarks(JSON.stringify(value, undefined, indentOf(text)))}${/\n$/.exec(text)?.[0] ?? ""}`;
}

function rewrittenYaml(text: string, changes: readonly Change[]): string {
  const yaml = yamlDocument(text);
  const edits = changes.map((change) => editOf(text, yaml, change));
  const known = edits.filter((edit) => edit !== undefined);
  return known.length < edits.length ? text : edited(text, known);
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
