import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { copyPermissions } from "./copy-permissions.js";

/**
 * Replaces a file by one with this text: a reader sees the old text or the new one, also after a crash. The new file
 * has owner, group and mode of the old one, or nothing is written; without an old one it is for its owner alone (mode
 * 0600). `mayReplace` is asked at the last moment.
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

// Without it the rename itself may be lost with the power. Some systems cannot do it; the text is safe all the same.
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
