import { existsSync } from "node:fs";
import { Misuse } from "../misuse.js";

/** How a file of a store is opened. */
export interface OpenFile {
  /** Whether to make a file that is not there. */
  readonly create: boolean;
  /** What makes it: "the verb create". */
  readonly madeBy: string;
  /** Called when one was made. */
  readonly note: (text: string) => void;
}

/** Opens the file of a store, and makes it only where the verb does. */
export async function openJsonFile<T>(
  path: string,
  { create, madeBy, note }: OpenFile,
  open: (path: string, options: { readonly create: boolean }) => Promise<T>,
): Promise<T> {
  const isThere = existsSync(path);
  if (!create && !isThere) throw new Misuse(`there is no file ${path}; ${madeBy} makes it.`);
  const opened = await open(path, { create });
  if (!isThere) note(`There was no file ${path}: it is made.`);
  return opened;
}
