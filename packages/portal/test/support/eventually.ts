import { setTimeout as delay } from "node:timers/promises";

/** Waits until something is so. `seconds`: the longest wait. */
export async function eventually(isSo: () => boolean | Promise<boolean>, seconds = 2): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await isSo()) return;
    await delay(10);
  }
  throw new Error(`It did not happen within ${seconds} seconds`);
}
