import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** Why nothing can be written to a folder; undefined when it is empty, or does not exist. */
export function folderProblem(folder: string): string | undefined {
  try {
    return readdirSync(folder).length === 0 ? undefined : "is not empty";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") return "is a file, or below one";
    if (code !== "ENOENT") return "cannot be read";
    return isLink(folder) ? "is a link that leads nowhere" : undefined;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/**
 * Writes all files to a folder that is empty or does not exist, or none: when a write fails, what was written is removed, with the
 * folders that were made for it, before the error is thrown. No file is overwritten. Returns what removes everything again.
 * Synchronous, so that no signal is handled half way.
 */
export function writeProject(folder: string, files: ReadonlyMap<string, string>): () => void {
  const made: string[] = [];
  const undo = () => {
    for (const path of made.toReversed()) rmSync(path, { recursive: true, force: true });
  };
  try {
    makeFolder(folder, made);
    for (const [path, text] of files) {
      const target = join(folder, path);
      makeFolder(dirname(target), made);
      const file = openSync(target, "wx");
      made.push(target);
      try {
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
  } catch (error) {
    undo();
    throw error;
  }
  return undo;
}

function makeFolder(folder: string, made: string[]): void {
  const missing = firstMissing(folder);
  if (missing === undefined) return;
  made.push(missing);
  mkdirSync(folder, { recursive: true });
}

/** The outermost folder on the way to `folder` that does not exist. */
function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  return firstMissing(dirname(folder)) ?? folder;
}
