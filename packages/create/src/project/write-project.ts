import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
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
    if (code === "ENAMETOOLONG") return "has a name that is too long";
    if (code !== "ENOENT") return "cannot be read";
    return isLink(folder) ? "is a link that leads nowhere" : undefined;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Not all files could be written. */
export class WriteError extends Error {
  override readonly name = "WriteError";
  /** Files and folders that could not be removed again. */
  readonly left: readonly string[];

  constructor(cause: Error, left: readonly string[]) {
    super(`The project cannot be written: ${cause.message}`, { cause });
    this.left = left;
  }
}

/**
 * Writes all files to a folder that is empty or does not exist, or none: when a write fails, what was written is removed, with the
 * folders that were made for it, before `WriteError` is thrown. No file is overwritten, and no folder is used that came in the
 * meantime. Returns what removes everything again, and returns what could not be removed. Synchronous, so that no signal is
 * handled half way.
 */
export function writeProject(folder: string, files: ReadonlyMap<string, string>): () => readonly string[] {
  const made: Made[] = [];
  const undo = () => made.toReversed().flatMap(remove);
  try {
    for (const each of missingFolders(folder)) makeFolder(each, made);
    for (const each of foldersOf(files)) makeFolder(join(folder, each), made);
    for (const [path, text] of files) makeFile(join(folder, path), text, made);
  } catch (error) {
    throw new WriteError(error as Error, undo());
  }
  return undo;
}

interface Made {
  readonly path: string;
  readonly isFolder: boolean;
}

/** One level: `recursive` follows a link that another program put there, and does not return for a folder of /proc. */
function makeFolder(path: string, made: Made[]): void {
  mkdirSync(path);
  made.push({ path, isFolder: true });
}

function makeFile(path: string, text: string, made: Made[]): void {
  const file = openSync(path, "wx");
  made.push({ path, isFolder: false });
  try {
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** Removes a file, or a folder that is empty. Returns its path when it is still there. */
function remove({ path, isFolder }: Made): readonly string[] {
  try {
    if (isFolder) rmdirSync(path);
    else unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") return [path];
  }
  return [];
}

/** The folders on the way to `folder`, and itself, that do not exist: outermost first. */
function missingFolders(folder: string): readonly string[] {
  const above = dirname(folder);
  if (existsSync(folder) || above === folder) return []; // a drive of Windows that is missing
  return [...missingFolders(above), folder];
}

/** The folders that files are in: outermost first. */
function foldersOf(files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const above = (path: string): readonly string[] =>
    dirname(path) === "." ? [] : [...above(dirname(path)), dirname(path)];
  return new Set([...files.keys()].flatMap(above));
}
