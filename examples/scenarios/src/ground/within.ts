import { setTimeout as delay } from "node:timers/promises";

/** Milliseconds for one call to a server of this machine. */
export const CALL_WITHIN = 10_000;

/** Gives what `work` gives, or rejects with `complaint` when it takes longer. */
export async function within<T>(milliseconds: number, complaint: string, work: Promise<T>): Promise<T> {
  const clock = new AbortController();
  const late = delay(milliseconds, undefined, { signal: clock.signal }).then(() => {
    throw new Error(complaint);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    clock.abort();
  }
}
