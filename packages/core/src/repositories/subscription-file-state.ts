import { hash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { ConfigurationError } from "../lib/errors.js";
import { withFileLock } from "./file-lock.js";
import { MemorySubscriptionRepository } from "./memory-repository.js";
import { formatSubscriptionFile, parseSubscriptionFile } from "./subscription-file.js";
import { writeFileAtomically } from "./write-file-atomically.js";

/** The content of a subscription file, and the digest of its text. */
export interface FileState {
  readonly version: number;
  readonly digest: string;
  readonly subscriptions: MemorySubscriptionRepository;
}

/** Makes the state for a text. */
export function stateOf(
  text: string,
  version: number,
  subscriptions: MemorySubscriptionRepository,
): FileState {
  return { version, digest: hash("sha256", text, "base64url"), subscriptions };
}

/** Reads a subscription file. Rejects with `ConfigurationError`. */
export async function readState(path: string): Promise<FileState> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new ConfigurationError([
      { path, message, fix: "create a subscription file there, or set the option create: true" },
    ]);
  }
  const { version, subscriptions } = parseSubscriptionFile(text, path);
  return stateOf(text, version, new MemorySubscriptionRepository(subscriptions));
}

/** Creates an empty subscription file, unless it exists. */
export async function createIfMissing(path: string): Promise<void> {
  const missing = async () => (await statOf(path)).version === "none";
  if (!(await missing())) return;
  const empty = formatSubscriptionFile({ version: 0, subscriptions: [] });
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
