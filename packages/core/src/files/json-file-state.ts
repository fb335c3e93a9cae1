import { hash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { ConfigurationError } from "../lib/errors.js";
import { withFileLock } from "./file-lock.js";
import type { JsonFileFormat, VersionedContent } from "./json-file-format.js";
import { writeFileAtomically } from "./write-file-atomically.js";

/** The content of a file, and the digest of its text. */
export interface FileState<Content> extends VersionedContent<Content> {
  readonly digest: string;
}

/** Makes the state for a text. */
export function stateOf<Content>(text: string, file: VersionedContent<Content>): FileState<Content> {
  return { ...file, digest: digestOf(text) };
}

/** Reads a file. Returns `known` when its text is the same. Rejects with `ConfigurationError`. */
export async function readState<Content>(
  path: string,
  format: JsonFileFormat<Content>,
  known?: FileState<Content>,
): Promise<FileState<Content>> {
  let text: string;
  try {
    // Before it is read: a large file is never in memory, and one that fits into no text has a message of its own.
    const { size } = await stat(path);
    refuseTooLarge(size, path, format);
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new ConfigurationError([
      { path, message, fix: `create a ${format.name} there, or set the option create: true` },
    ]);
  }
  return known?.digest === digestOf(text) ? known : stateOf(text, format.parse(text, path));
}

/** Throws `ConfigurationError` for a file of more bytes than its format allows. `heading`: the first part of the message. */
export function refuseTooLarge<Content>(
  bytes: number,
  path: string,
  { name, most }: JsonFileFormat<Content>,
  heading?: string,
): void {
  if (most === undefined || bytes <= most.bytes) return;
  const megabytes = (count: number) => (count / 2 ** 20).toFixed(1);
  const message = `has ${megabytes(bytes)} MB; a ${name} has ${megabytes(most.bytes)} MB at most, because it is read and written as a whole`;
  throw new ConfigurationError([{ path, message, fix: most.instead }], heading);
}

/** Creates an empty file, unless it exists. */
export async function createIfMissing<Content>(path: string, format: JsonFileFormat<Content>): Promise<void> {
  const missing = async () => (await statOf(path)).version === "none";
  if (!(await missing())) return;
  const empty = format.format({ version: 0, content: format.empty() });
  try {
    await withFileLock(path, () => writeFileAtomically(path, empty, missing));
  } catch (error) {
    const message = `cannot be created (${(error as NodeJS.ErrnoException).code})`;
    throw new ConfigurationError([
      { path, message, fix: "create its folder, and give this process the right to write there" },
    ]);
  }
}

/** Metadata of a file, from `stat`. */
export interface FileStat {
  /** Differs whenever the file was changed or replaced. */
  readonly version: string;
  /** Whether a folder still contains this file. */
  readonly isLinked: boolean;
}

/** Reads the metadata of a file. */
export async function statOf(path: string): Promise<FileStat> {
  try {
    const { ino, size, mtimeNs, ctimeNs, nlink } = await stat(path, { bigint: true });
    return { version: [ino, size, mtimeNs, ctimeNs].join(" "), isLinked: nlink > 0n };
  } catch (error) {
    const version = (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : "unreadable";
    return { version, isLinked: true };
  }
}

const digestOf = (text: string): string => hash("sha256", text, "base64url");
