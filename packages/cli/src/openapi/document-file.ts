import { readFile, writeFile } from "node:fs/promises";
import { Misuse } from "../misuse.js";

/** The text of a document; undefined when there is no such file. Rejects with `Misuse` when it cannot be read. */
export async function readDocumentFile(path: string): Promise<string | undefined> {
  try {
    // A text in another encoding would be written back without its letters.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Misuse("--document is not a text in UTF-8.", { cause: error });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Misuse(`--document cannot be read (${code ?? message}).`, { cause: error });
  }
}

/** Writes the text of a document. Rejects with `Misuse` when it cannot be written. */
export async function writeDocumentFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Misuse(`--document cannot be written (${code ?? message}).`, { cause: error });
  }
}

/** The text that a new document begins with, as the name of the file says. */
export const newText = (path: string): string =>
  path.toLowerCase().endsWith(".json") ? '{ "openapi": "3.1.0" }\n' : "openapi: 3.1.0\n";
