import { FolderError } from "./folder-error.js";

/** Texts by file name: what an import writes into its folder. */
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

/** Whether a name can stand for a file of the folder: names may come from a journal that was tampered with. */
export const isFileName = (name: string): boolean =>
  /^\.?[A-Za-z][A-Za-z0-9.-]{0,99}$/.test(name) && !name.startsWith(".import");

/** Throws `FolderError` for a name that could lead out of the folder. */
export function checkNames(names: Iterable<string>): void {
  for (const name of names) if (!isFileName(name)) throw new FolderError("a file has an invalid name");
}
