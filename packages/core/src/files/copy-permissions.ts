import { stat, type FileHandle } from "node:fs/promises";
import { ConfigurationError } from "../lib/errors.js";

/** Read, write and execute bits; the others mean nothing for a file of JSON. */
const PERMISSIONS = 0o777;

/**
 * Sets owner, group and mode of a new file to those of the file at `path`, which it will replace. Otherwise a change by an
 * operator could leave a file that the API cannot read, and a suspended key would stay accepted. Throws
 * `ConfigurationError` when the system does not allow it. Without a file at `path` nothing is changed.
 */
export async function copyPermissions(to: FileHandle, path: string): Promise<void> {
  const old = await stat(path).catch(absent);
  if (old === undefined) return;
  const refused = await apply(to, old);
  const made = await to.stat();
  // Checked again, because some file systems accept a change and ignore it.
  const isSame = made.uid === old.uid && made.gid === old.gid && ((made.mode ^ old.mode) & PERMISSIONS) === 0;
  if (!isSame) throw new ConfigurationError([problemOf(path, old, refused)], "The file is not changed");
}

interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

// The owner first: the mode allows the owner only until the file has the right group.
async function apply(to: FileHandle, { uid, gid, mode }: Ownership): Promise<string | undefined> {
  try {
    const made = await to.stat();
    if (made.uid !== uid || made.gid !== gid) await to.chown(uid, gid);
    if (((made.mode ^ mode) & PERMISSIONS) !== 0) await to.chmod(mode & PERMISSIONS);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

function problemOf(path: string, { uid, gid, mode }: Ownership, code = "ignored") {
  const rights = (mode & PERMISSIONS).toString(8).padStart(4, "0");
  return {
    path,
    message: `belongs to user ${uid} and group ${gid} with mode ${rights}, and this process may not create a file with the same owner and mode (${code}); nothing was written`,
    fix: "run this as the owner of the file, or as root",
  };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
