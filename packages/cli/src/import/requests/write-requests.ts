import { readFile } from "node:fs/promises";
import { Misuse } from "../../misuse.js";
import { replaceFile } from "../replace-file.js";

/** A file of requests that can be written. */
export interface PreparedRequests {
  /** Writes the file when it is not the same already; resolves to whether it did. */
  readonly write: () => Promise<boolean>;
}

/**
 * Prepares the file for the calls of an import. Rejects with `Misuse` when there is a file with another content, unless `force`
 * replaces it. Writes nothing.
 */
export async function prepareRequests(path: string, text: string, force: boolean): Promise<PreparedRequests> {
  const present = await presentAt(path);
  if (present === text) return { write: () => Promise.resolve(false) };
  if (present !== undefined && !force)
    throw new Misuse("--requests names a file with another content; --force replaces it.");
  return {
    async write() {
      await replaceFile(path, text, { mode: 0o644, option: "requests" });
      return true;
    },
  };
}

async function presentAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Misuse(`--requests cannot be written (${code ?? message}).`, { cause: error });
  }
}
