import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { copyPermissions } from "./copy-permissions.js";

/**
 * Replaces a file: a reader sees the old text or the new one, even after a crash. The new file gets owner, group and mode
 * of the old one, or nothing is written; a file that did not exist gets mode 0600. `mayReplace` is called immediately
 * before the replacement; resolves to false when it does.
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  mayReplace: () => Promise<boolean>,
): Promise<boolean> {
  const beside = `${path}.${randomUUID()}.tmp`; // the same folder: a rename does not cross file systems
  try {
    const file = await open(beside, "wx", 0o600);
    try {
      await copyPermissions(file, path);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await mayReplace())) return false;
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
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
