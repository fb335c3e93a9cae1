import { readFile } from "node:fs/promises";
import type { CommandIo } from "../../command-io.js";
import { Misuse } from "../../misuse.js";

/** Longer than any key, and any file given by mistake need not be read to its end. */
const MOST = 64 * 1024;

/** A key from a file or, for "-", from stdin; without the line break at its end. */
export async function readKey(option: string, path: string, io: CommandIo): Promise<string> {
  const text = path === "-" ? await textOf(io.stdin) : await readText(option, path);
  const key = text.replace(/^\uFEFF/, "").replace(/\r?\n$/, "");
  if (key.length >= 1 && key.length <= 256 && !/[\p{Cc}\s]/u.test(key)) return key;
  throw new Misuse(`${option}: a key has 1 to 256 characters, in one line and without spaces.`);
}

async function readText(option: string, path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Not the path: somebody may have given the key itself.
    throw new Misuse(`${option} names a file that cannot be read (${code}).`, { cause: error });
  }
}

/** What stands on stdin. */
export async function textOf(stdin: CommandIo["stdin"]): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.byteLength;
    if (size > MOST) throw new Misuse("standard input is too long for a key.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
