import { isFileName, JOURNAL, MANIFEST, type FolderFiles } from "./file-names.js";
import { FolderError } from "./folder-error.js";
import { readText } from "./disk.js";

/** What the last import wrote: digests by file name. */
export type Manifest = ReadonlyMap<string, string>;

/** A whole new set of files, and digests of those that it replaces. */
export interface Journal {
  readonly files: FolderFiles;
  /** Files of the last import that the new set does not have. */
  readonly remove: readonly string[];
  /** Digests of the files that stood there before; a file that did not exist is absent. */
  readonly before: Manifest;
}

/** The text of a manifest for these digests. */
export const manifestText = (digests: Manifest): string =>
  `${JSON.stringify({ import: 1, files: sortedObject(digests) }, undefined, 2)}\n`;

/** The text of a journal. */
export const journalText = ({ files, remove, before }: Journal): string =>
  JSON.stringify({ import: 1, files: sortedObject(files), remove, before: sortedObject(before) });

/** Reads the manifest of a folder; empty when it has none, or one that no import wrote. */
export async function readManifest(folder: string): Promise<Manifest> {
  const record = parsed(await readText(folder, MANIFEST));
  return textsIn(record?.["files"]) ?? new Map();
}

/** Reads the journal of a folder. Rejects with `FolderError` when it is there and is none. */
export async function readJournal(folder: string): Promise<Journal | undefined> {
  const text = await readText(folder, JOURNAL);
  if (text === undefined) return undefined;
  const record = parsed(text);
  const files = textsIn(record?.["files"]);
  const before = textsIn(record?.["before"]);
  const remove: unknown = record?.["remove"];
  if (files === undefined || before === undefined || !isNames(remove))
    throw new FolderError(`${JOURNAL} is not what the command writes; remove it and repeat the command`);
  return { files, remove, before };
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function textsIn(value: unknown): ReadonlyMap<string, string> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  const isText = (entry: [string, unknown]): entry is [string, string] =>
    isFileName(entry[0]) && typeof entry[1] === "string";
  return entries.every(isText) ? new Map(entries) : undefined;
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string" && isFileName(name));

const sortedObject = (texts: ReadonlyMap<string, string>): object =>
  Object.fromEntries([...texts].sort(([one], [other]) => (one < other ? -1 : 1)));
