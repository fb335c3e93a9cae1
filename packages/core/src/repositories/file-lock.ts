import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds after which a lock belongs to a process that died: holding one takes some milliseconds. */
const STALE = 10_000;
/** Milliseconds for which a lock is waited for. */
const PATIENCE = 30_000;

/**
 * Does work that no other process does to this file at the same time; the lock is a file beside it. `held` tells
 * whether it still is ours: a process that was stopped in the middle may find that it was taken away.
 */
export async function withFileLock<T>(
  path: string,
  work: (held: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`;
  const token = randomUUID();
  const held = async () => (await textOf(lock)) === token;
  const end = performance.now() + PATIENCE;
  while (!(await take(lock, token))) {
    await breakStale(lock);
    if (performance.now() > end) throw new Error(`${lock} is held by another process`);
    await pause(2 + Math.random() * 10);
  }
  try {
    return await work(held);
  } finally {
    if (await held()) await rm(lock, { force: true });
  }
}

async function take(lock: string, token: string): Promise<boolean> {
  try {
    const file = await open(lock, "wx", 0o600);
    try {
      await file.writeFile(token);
    } catch (error) {
      await rm(lock, { force: true }); // without its token it would be nobody's, for ten seconds
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function breakStale(lock: string): Promise<void> {
  const found = await stat(lock).catch(() => undefined);
  if (found === undefined || Date.now() - found.mtimeMs < STALE) return;
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
    // Somebody else broke it first and what we took away is their new one: put it back.
    if ((await stat(aside)).mtimeMs !== found.mtimeMs) await link(aside, lock);
  } catch {
    return; // gone, or taken again: the next round sees
  } finally {
    await rm(aside, { force: true });
  }
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
