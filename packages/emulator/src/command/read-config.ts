import { readFile } from "node:fs/promises";
import type { EntraOptions } from "../entra-options.js";
import { isRecord } from "../options/check-shape.js";
import { locateJsonError } from "./locate-json-error.js";

/** Reads a config file; throws one line with the place when it cannot be read. `startEntra` checks what is in it. */
export async function readConfig(path: string): Promise<EntraOptions> {
  const value = parse(path, await readText(path));
  if (isRecord(value)) return value;
  throw new Error(`${path} holds no JSON object: write { "products": { … }, "clients": { … } }.`);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
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
