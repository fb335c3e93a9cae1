import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds after which a lock is considered abandoned. A lock is usually held for a few milliseconds. */
const STALE = 10_000;
/** Milliseconds to wait for a lock. */
const LOCK_TIMEOUT = 30_000;

/**
 * Runs `work` while this process holds the lock of a file, which is a second file beside it. `held` checks whether the
 * lock is still ours: after a suspended process resumes, another one may have broken it. Rejects after 30 seconds.
 */
export async function withFileLock<T>(
  path: string,
  work: (held: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`;
  const token = randomUUID();
  const held = async () => (await textOf(lock)) === token;
  const end = performance.now() + LOCK_TIMEOUT;
  while (!(await take(lock, token))) {
    await breakStale(lock);
    if (performance.now() > end)
      throw new Error(`${lock} has been held by another process for ${LOCK_TIMEOUT / 1000} seconds`);
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
      await rm(lock, { force: true }); // without its token no process could release it, for ten seconds
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
    // Another process broke the lock first, and we moved its new lock away: put it back.
    if ((await stat(aside)).mtimeMs !== found.mtimeMs) await link(aside, lock);
  } catch {
    return; // released, or taken again: the next attempt will see
  } finally {
    await rm(aside, { force: true });
  }
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
