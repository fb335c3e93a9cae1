import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LOCK, temporaryName } from "./file-names.js";
import { FolderError } from "./folder-error.js";

/** Milliseconds after which the lock of a process that cannot be looked up is abandoned. Writing takes less than a second. */
const STALE = 60_000;
/** Milliseconds after which one with half a text is: its process was killed while it took the lock. */
const HALF_STALE = 500;
/** Milliseconds to wait for another import. */
const PATIENCE = 5_000;

/**
 * Runs `work` while no other import writes to the folder. A lock that a killed process left is removed. Rejects with
 * `FolderError` when another import holds it for longer than `patience` milliseconds.
 */
export async function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  patience: number = PATIENCE,
): Promise<T> {
  const path = join(folder, LOCK);
  const mine = `${process.pid} ${randomUUID()} ${hostname()}\n`;
  const end = performance.now() + patience;
  while (!(await take(path, mine))) {
    if (await breakAbandoned(folder, path)) continue;
    if (performance.now() > end)
      throw new FolderError(`another import is writing to the folder; if none is, remove ${LOCK}`);
    await pause(20);
  }
  try {
    return await work();
  } finally {
    if ((await textOf(path)) === mine) await rm(path, { force: true });
  }
}

async function take(path: string, mine: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o644);
    try {
      await file.writeFile(mine);
    } finally {
      await file.close();
    }
    return (await textOf(path)) === mine; // it was removed when this process was suspended for long
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Two processes may find the same abandoned lock: the one that moves it away has removed it. */
async function breakAbandoned(folder: string, path: string): Promise<boolean> {
  const text = await textOf(path);
  const made = (await stat(path).catch(() => undefined))?.mtimeMs;
  if (text === undefined || made === undefined) return true;
  if (!isAbandoned(text, Date.now() - made)) return false;
  const aside = join(folder, temporaryName(randomUUID()));
  try {
    await rename(path, aside);
    // Another process removed it first, and this is its new lock.
    if ((await textOf(aside)) !== text) await link(aside, path);
  } catch {
    return true; // released or taken meanwhile: the next attempt sees
  } finally {
    await rm(aside, { force: true });
  }
  return true;
}

function isAbandoned(text: string, age: number): boolean {
  if (age > (text.endsWith("\n") ? STALE : HALF_STALE)) return true;
  const [pid = "", , ...host] = text.split(" ");
  if (host.join(" ") !== `${hostname()}\n` || !/^\d{1,10}$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

const textOf = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);
