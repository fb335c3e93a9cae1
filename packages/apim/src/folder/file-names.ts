import { FolderError } from "./folder-error.js";

/** Texts by file name, or by path with `/`: what an import or an export writes into its folder. */
export type FolderFiles = ReadonlyMap<string, string>;

/** Digests of what the last import wrote: how an edited file is recognized. */
export const MANIFEST = ".import.json";

/** A whole set of files that is being written. While it exists it counts, and the files beside it do not. */
export const JOURNAL = ".import-next.json";

/** Held by the process that writes. */
export const LOCK = ".import.lock";

const TEMPORARY = /^\.import-[0-9a-f-]{36}\.tmp$/;

/** A new name for a file that is not yet in place. */
export const temporaryName = (uuid: string): string => `.import-${uuid}.tmp`;

/** Whether a file was left by a write that did not end. */
export const isTemporary = (name: string): boolean => TEMPORARY.test(name);

/**
 * Whether a name, or a path with `/`, can stand for a file of the folder: names may come from a journal that was tampered
 * with. Folders on the way are no hidden ones, so that a path leads neither out nor to the folder's own records.
 */
export function isFileName(name: string): boolean {
  const [file = "", ...folders] = name.split("/").reverse();
  return isPlain(file.replace(/^\./, "")) && folders.every(isPlain) && !name.startsWith(".import");
}

// What every file system takes.
const isPlain = (segment: string): boolean =>
  /^[^\p{Cc}\p{Surrogate}/\\:*?"<>|]{1,256}$/u.test(segment) && !/^[. ]|[. ]$/.test(segment);

/** Throws `FolderError` for a name that could lead out of the folder. */
export function checkNames(names: Iterable<string>): void {
  for (const name of names) if (!isFileName(name)) throw new FolderError("a file has an invalid name");
}
