import { readFile } from "node:fs/promises";
import { ConfigurationError } from "@product-auth/core";
import { locateJsonError } from "@product-auth/core/catalog";
import { catalogOfModule } from "./catalog-of-module.js";

/** A catalog as it was read. */
export interface CatalogSource {
  /** As it was written on the command line. */
  readonly path: string;
  readonly kind: "file" | "module";
  /** Of a module: its default export as JSON. */
  readonly text: string;
  /** Not checked. */
  readonly content: unknown;
}

/** Reads a catalog file, or the default export of a module. Rejects with a `ConfigurationError`. */
export async function readCatalogSource(path: string): Promise<CatalogSource> {
  if (/\.[cm]?[jt]s$/i.test(path)) {
    const content = await catalogOfModule(path);
    return { path, kind: "module", content, text: `${JSON.stringify(content, undefined, 2)}\n` };
  }
  const { text } = await readJsonText(path);
  return { path, kind: "file", text, content: parsed(text, path) };
}

/** The text of a JSON file. `mark`: the byte order mark that was cut off, as editors on Windows write it. */
export async function readJsonText(path: string): Promise<{ readonly mark: string; readonly text: string }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    const fix = "write the path of a catalog file, or of a module that exports a catalog as its default";
    throw new ConfigurationError([{ path, message, fix }]);
  }
  try {
    // Not replaced: the text is written back.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith("\uFEFF") ? { mark: "\uFEFF", text: text.slice(1) } : { mark: "", text };
  } catch {
    throw new ConfigurationError([{ path, message: "is not UTF-8", fix: "save it with this encoding" }]);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not the parser's message: it quotes the file, which may contain keys.
    const { line, column } = locateJsonError(text);
    const message = "is not valid JSON from this position on";
    throw new ConfigurationError([
      { path: `${path}:${line}:${column}`, message, fix: "fix the JSON syntax there" },
    ]);
  }
}
