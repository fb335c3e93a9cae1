import { readFile } from "node:fs/promises";
import type { EntraOptions } from "../entra-options.js";
import { locateJsonError } from "./locate-json-error.js";

/** Reads a config file; throws one line with the place when it cannot be read. What is in it is checked by `startEntra`. */
export async function readConfig(path: string): Promise<EntraOptions> {
  const text = await readText(path);
  try {
    return JSON.parse(text) as EntraOptions;
  } catch (error) {
    const { line, column } = locateJsonError(text);
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${path}:${line}:${column} is not valid JSON: ${said}`, { cause: error });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readFile(path, "utf8");
    return text.replace(/^\uFEFF/, ""); // editors on Windows put it there
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === "ENOENT" ? `--config: there is no file ${path}.` : `--config: ${message}`, {
      cause: error,
    });
  }
}
