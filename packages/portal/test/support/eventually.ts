import { setTimeout as delay } from "node:timers/promises";

/** Waits until something is so, for two seconds at most. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await isSo()) return;
    await delay(10);
  }
  throw new Error("It did not happen within two seconds");
}
