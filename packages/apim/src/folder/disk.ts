import { randomUUID } from "node:crypto";
import { lstat, mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isTemporary, temporaryName } from "./file-names.js";
import { FolderError } from "./folder-error.js";

/** More than the folder of the largest import has. */
const LARGEST = 64 * 1024 * 1024;

/** The text of a file; undefined when it does not exist. Rejects for what is no regular file: reading a pipe never ends. */
export async function readText(folder: string, name: string): Promise<string | undefined> {
  const path = join(folder, name);
  try {
    const file = await open(path, "r");
    try {
      const found = await file.stat();
      if (!found.isFile()) throw new FolderError(`${name} is not a regular file`);
      if (found.size > LARGEST) throw new FolderError(`${name} is larger than 64 MiB`);
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * As `readText`; `other` for a link, a pipe or anything else that is not written here, which is not read. Rejects for a
 * folder, and for a path through a link, which may lead out of the folder.
 */
export async function readOwnText(
  folder: string,
  name: string,
): Promise<{ readonly text: string | undefined; readonly other: boolean }> {
  try {
    for (const parent of parentsOf(name))
      if (!(await lstat(join(folder, parent))).isDirectory())
        throw new FolderError(`${parent} is no folder; remove it`);
    const found = await lstat(join(folder, name));
    if (found.isDirectory()) throw new FolderError(`${name} is a folder; remove it`);
    if (!found.isFile()) return { text: undefined, other: true };
    return { text: await readText(folder, name), other: false };
  } catch (error) {
    if (isAbsent(error)) return { text: undefined, other: false };
    throw error;
  }
}

/** Writes a text to a file under a temporary name and flushes it to the disk; resolves to the name. */
export async function writeTemporary(folder: string, text: string): Promise<string> {
  const name = temporaryName(randomUUID());
  const file = await open(join(folder, name), "wx", 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return name;
}

/** Puts a temporary file in place: a reader sees the old file or the new one. */
export async function putInPlace(folder: string, temporary: string, name: string): Promise<void> {
  if (name.includes("/")) await mkdir(join(folder, dirname(name)), { recursive: true });
  await rename(join(folder, temporary), join(folder, name));
}

/** Removes a file of the folder when it exists, and folders on the way to it that are empty then. */
export async function removeFile(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
  for (const parent of parentsOf(name).reverse()) if (!(await isRemoved(join(folder, parent)))) return;
}

/** Folders on the way to a file, outer ones first. */
const parentsOf = (name: string): string[] =>
  name.split("/").flatMap((_, i, segments) => (i === 0 ? [] : [segments.slice(0, i).join("/")]));

// One that is not empty stays.
const isRemoved = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    () => false,
  );

/** Removes what a write left that did not end. */
export async function removeTemporaries(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(isTemporary)) await removeFile(folder, name);
}

/** Flushes the folder's entries. Without it a power failure may undo a rename; some systems cannot. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const opened = await open(folder, "r");
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
  } catch {
    return;
  }
}

const isAbsent = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR"].includes(String((error as NodeJS.ErrnoException).code));
