import { randomUUID } from "node:crypto";
import { open, realpath, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { Misuse } from "../../misuse.js";

/** Read, write and execute bits; the others mean nothing for a file of JSON. */
const PERMISSIONS = 0o777;

/**
 * Replaces a file, through symbolic links: a reader sees the old text or the new one, even after a crash. The new file has
 * the owner, group and mode of the old one, or nothing is written: a catalog that the API cannot read would stop it.
 * `mayReplace` is called immediately before the replacement; resolves to false when it does.
 */
export async function replaceFile(
  path: string,
  text: string,
  mayReplace: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  await refuseOther(path);
  const target = await targetOf(path);
  return withFileBeside(target, text, async (beside) => {
    if (!(await mayReplace())) return false;
    await rename(beside, target);
    return true;
  });
}

/** Rejects with `Misuse` when `replaceFile` would not be able to write this file. Leaves no trace. */
export async function checkReplaceable(option: string, path: string): Promise<void> {
  try {
    await refuseOther(path);
    await withFileBeside(await targetOf(path), "", () => Promise.resolve());
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const fix = "--out FILE writes the completed catalog to another file.";
    throw new Misuse(`${option} cannot be written (${code ?? message}). ${fix}`, { cause: error });
  }
}

/**
 * Rejects for what exists and is no regular file: reading a pipe may never end, and a device or a folder must not become a
 * catalog.
 */
export async function refuseOther(path: string): Promise<void> {
  if (await isOther(path)) throw new Error("it is not a regular file");
}

/** Whether something is there that is no regular file. */
export const isOther = async (path: string): Promise<boolean> =>
  (await stat(path).catch(absent))?.isFile() === false;

async function withFileBeside<T>(
  target: string,
  text: string,
  work: (beside: string) => Promise<T>,
): Promise<T> {
  const beside = `${target}.${randomUUID()}.tmp`; // the same folder: a rename does not cross file systems
  const old = await stat(target).catch(absent);
  try {
    const file = await open(beside, "wx", old === undefined ? 0o666 : 0o600);
    try {
      if (old !== undefined) await copyPermissions(file, old);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return await work(beside);
  } finally {
    await rm(beside, { force: true });
    await syncFolder(dirname(target));
  }
}

// The owner first: the mode allows the owner only until the file has the right group.
async function copyPermissions(
  file: FileHandle,
  { uid, gid, mode }: { readonly uid: number; readonly gid: number; readonly mode: number },
): Promise<void> {
  const made = await file.stat();
  if (made.uid !== uid || made.gid !== gid) await file.chown(uid, gid);
  if (((made.mode ^ mode) & PERMISSIONS) !== 0) await file.chmod(mode & PERMISSIONS);
}

const targetOf = (path: string): Promise<string> =>
  realpath(path).catch((error: NodeJS.ErrnoException) => absent(error) ?? path);

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

// Without it a power failure may undo the rename. Some systems do not support it; the text is safe anyway.
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    return;
  }
}
