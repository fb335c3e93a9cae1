import { mkdir } from "node:fs/promises";
import { digestOf, isSameText } from "./digest-of.js";
import {
  putInPlace,
  readOwnText,
  removeFile,
  removeTemporaries,
  syncFolder,
  writeTemporary,
} from "./disk.js";
import { checkNames, JOURNAL, MANIFEST, type FolderFiles } from "./file-names.js";
import { EditedFilesError, FolderError } from "./folder-error.js";
import {
  journalText,
  manifestText,
  readJournal,
  readManifest,
  type Journal,
  type Manifest,
} from "./records.js";
import { withLock } from "./with-lock.js";

/** How a folder is written. */
export interface WriteFolderOptions {
  /** Replaces files that were edited, or that no import wrote. Default false. */
  readonly force?: boolean;
}

/** What became of a folder. */
export interface WrittenFolder {
  /** Names of files that were written or replaced, sorted. */
  readonly written: readonly string[];
  /** Names of files that an earlier import wrote and this one does not have, sorted. */
  readonly removed: readonly string[];
}

/**
 * Writes the files of an import into a folder, which it makes when needed: all of them or none, also when the process is
 * killed. A killed write is completed by the next one, and `readFolder` reads its set already. Other files of the folder
 * stay. Rejects with `EditedFilesError` when a file was edited since an import wrote it, and nothing is written then.
 */
export async function writeFolder(
  folder: string,
  files: FolderFiles,
  { force = false }: WriteFolderOptions = {},
): Promise<WrittenFolder> {
  checkNames(files.keys());
  try {
    await mkdir(folder, { recursive: true });
    return await withLock(folder, () => replaceSet(folder, files, force));
  } catch (error) {
    if (error instanceof FolderError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FolderError(`the folder cannot be written (${code ?? message})`, { cause: error });
  }
}

async function replaceSet(folder: string, files: FolderFiles, force: boolean): Promise<WrittenFolder> {
  await removeTemporaries(folder);
  const interrupted = await readJournal(folder);
  if (interrupted !== undefined) await complete(folder, interrupted, force);
  const last = await readManifest(folder);
  const remove = [...last.keys()].filter((name) => !files.has(name)).sort();
  const present = await readPresent(folder, [...files.keys(), ...remove]);
  const changed = [...files]
    .filter(([name, text]) => !isSameText(present.get(name)?.text, text))
    .map(([name]) => name);
  const concerned = [...changed, ...remove];
  refuseEdited(concerned, present, (name) => [last.get(name)], force);
  const next = new Map([...files].map(([name, text]) => [name, digestOf(text)]));
  if (concerned.length > 0 || manifestText(next) !== manifestText(last))
    await commit(folder, { files, remove, before: digestsOf(present) });
  return { written: changed.sort(), removed: remove };
}

/** Completes a write that was killed. A file that is neither the old nor the new one was edited afterwards. */
async function complete(folder: string, journal: Journal, force: boolean): Promise<void> {
  const { files, remove, before } = journal;
  const names = [...files.keys(), ...remove];
  const present = await readPresent(folder, names);
  const known = (name: string) => [before.get(name), digestOf(files.get(name) ?? "")];
  refuseEdited(names, present, known, force);
  await carryOut(folder, journal, await stage(folder, files));
}

/** The journal's rename is the moment of the change: before it the old set counts, after it the new one. */
async function commit(folder: string, journal: Journal): Promise<void> {
  try {
    const staged = await stage(folder, journal.files);
    await putInPlace(folder, await writeTemporary(folder, journalText(journal)), JOURNAL);
    await syncFolder(folder);
    await carryOut(folder, journal, staged);
  } finally {
    await removeTemporaries(folder);
  }
}

/** Files under temporary names, before the change is decided: a full disk stops it there. */
async function stage(folder: string, files: FolderFiles): Promise<ReadonlyMap<string, string>> {
  const staged = new Map<string, string>();
  for (const [name, text] of files) staged.set(await writeTemporary(folder, text), name);
  const digests = new Map([...files].map(([name, text]) => [name, digestOf(text)]));
  staged.set(await writeTemporary(folder, manifestText(digests)), MANIFEST);
  return staged;
}

async function carryOut(
  folder: string,
  { remove }: Journal,
  staged: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [temporary, name] of staged) await putInPlace(folder, temporary, name);
  for (const name of remove) await removeFile(folder, name);
  await syncFolder(folder);
  await removeFile(folder, JOURNAL);
  await syncFolder(folder);
}

type Present = ReadonlyMap<string, { readonly text: string | undefined; readonly other: boolean }>;

async function readPresent(folder: string, names: readonly string[]): Promise<Present> {
  const present = new Map<string, { readonly text: string | undefined; readonly other: boolean }>();
  for (const name of names) present.set(name, await readOwnText(folder, name));
  return present;
}

function refuseEdited(
  names: readonly string[],
  present: Present,
  known: (name: string) => readonly (string | undefined)[],
  force: boolean,
): void {
  if (force) return;
  const edited = names.filter((name) => {
    const { text, other = false } = present.get(name) ?? {};
    return other || (text !== undefined && !known(name).includes(digestOf(text)));
  });
  if (edited.length > 0) throw new EditedFilesError(edited.sort());
}

function digestsOf(present: Present): Manifest {
  const digests = new Map<string, string>();
  for (const [name, { text }] of present) if (text !== undefined) digests.set(name, digestOf(text));
  return digests;
}
