import { hash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { ConfigurationError } from "../lib/errors.js";
import { withFileLock } from "./file-lock.js";
import { MemorySubscriptionRepository } from "./memory-repository.js";
import { formatSubscriptionFile, parseSubscriptionFile } from "./subscription-file.js";
import { writeFileAtomically } from "./write-file-atomically.js";

/** What was read from a subscription file, and the digest of the text it was read from. */
export interface FileState {
  readonly version: number;
  readonly digest: string;
  readonly subscriptions: MemorySubscriptionRepository;
}

/** The state that a text stands for. */
export function stateOf(
  text: string,
  version: number,
  subscriptions: MemorySubscriptionRepository,
): FileState {
  return { version, digest: hash("sha256", text, "base64url"), subscriptions };
}

/** Reads a subscription file; rejects with `ConfigurationError`. */
export async function read(path: string): Promise<FileState> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    const message = code === "ENOENT" ? "is not there" : `cannot be read (${code})`;
    throw new ConfigurationError([
      { path, message, fix: 'put a subscription file there, or say "create: true"' },
    ]);
  }
  const { version, subscriptions } = parseSubscriptionFile(text, path);
  return stateOf(text, version, new MemorySubscriptionRepository(subscriptions));
}

/** Makes an empty subscription file where there is none. */
export async function createIfMissing(path: string): Promise<void> {
  const missing = async () => (await lookAt(path)).sign === "none";
  if (!(await missing())) return;
  const empty = formatSubscriptionFile({ version: 0, subscriptions: [] });
  try {
    await withFileLock(path, () => writeFileAtomically(path, empty, missing));
  } catch (error) {
    const message = `cannot be made (${(error as NodeJS.ErrnoException).code})`;
    throw new ConfigurationError([
      { path, message, fix: "make its folder, and let this process write there" },
    ]);
  }
}

/** What is seen of a file without reading it. */
export interface FileSign {
  /** Another one whenever the file is another one. */
  readonly sign: string;
  /** Whether any folder still holds this file. */
  readonly isLinked: boolean;
}

/** Looks at a file without reading it. */
export async function lookAt(path: string): Promise<FileSign> {
  try {
    const { ino, size, mtimeNs, ctimeNs, nlink } = await stat(path, { bigint: true });
    return { sign: [ino, size, mtimeNs, ctimeNs].join(" "), isLinked: nlink > 0n };
  } catch (error) {
    const sign = (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : "unreadable";
    return { sign, isLinked: true };
  }
}
