import { readFile } from "node:fs/promises";
import type { ProductAuthOptions } from "@product-auth/core";
import { locateJsonError } from "@product-auth/core/catalog";

/** Reads a config file; throws one line with the place when it cannot be read. What is in it is checked elsewhere. */
export async function readConfig(path: string): Promise<ProductAuthOptions> {
  const text = await readText(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not the parser's own words: they quote the file, and a key may stand there.
    const { line, column } = locateJsonError(text);
    throw new Error(`${path}:${line}:${column} is not valid JSON from this position on.`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as ProductAuthOptions;
  throw new Error(`${path} holds no JSON object: write { "tenantId": "…", "products": { … } }.`);
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readFile(path, "utf8");
    return text.replace(/^\uFEFF/, ""); // editors on Windows put it there
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const said = code === "ENOENT" ? `there is no file ${path}` : message;
    throw new Error(`--config: ${said}; it holds the options of Product Auth as JSON.`, { cause: error });
  }
}
