import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { InputError } from "./input-error.js";
import { BOUNDS } from "./bounds.js";

const HEAD = 4096;

/** Counts the bytes that an import holds. */
export class ByteBudget {
  #left: number = BOUNDS.allBytes;

  take(path: string, bytes: number): void {
    if (bytes > BOUNDS.fileBytes)
      throw new InputError(
        path,
        `it is larger than ${mebibytes(BOUNDS.fileBytes)} MiB`,
        "Split it, or leave it out of the input.",
      );
    this.#left -= bytes;
    if (this.#left < 0)
      throw new InputError(
        path,
        `with it the input is larger than ${mebibytes(BOUNDS.allBytes)} MiB`,
        "Name the folder of the configuration alone.",
      );
  }
}

/** The bytes of a file, or `undefined` when its first bytes do not interest. Throws errors of the file system as they are. */
export async function readBytes(
  path: string,
  budget: ByteBudget,
  interests: (head: Uint8Array) => boolean,
): Promise<Uint8Array | undefined> {
  // A pipe could have taken the file's place since it was listed; opening it must not wait for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const status = await file.stat();
    if (!status.isFile()) return undefined;
    const head = await readFully(file, Math.min(status.size, HEAD), 0);
    if (!interests(head)) return undefined;
    budget.take(path, status.size);
    if (status.size <= head.length) return head;
    const rest = await readFully(file, status.size - head.length, head.length);
    return Buffer.concat([head, rest]);
  } finally {
    await file.close();
  }
}

/** Up to `length` bytes: a file that shrinks meanwhile gives fewer, one that grows not more. */
async function readFully(file: FileHandle, length: number, position: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

const mebibytes = (bytes: number): number => bytes / 1024 / 1024;
