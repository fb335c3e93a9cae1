import type { Taken } from "./counter-store.js";

/** Checks what a store returned from `take`: undefined unless it is an answer for so many counters. */
export function readTaken(answer: unknown, counters: number): Taken | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const { used, waits } = answer as { readonly used?: unknown; readonly waits?: unknown };
  if (used !== undefined) return waits === undefined && isUsed(used, counters) ? { used } : undefined;
  return isWaits(waits, counters) && waits.some((wait) => wait > 0) ? { waits } : undefined;
}

/** Whether it states how much is used of each of so many counters. */
export function isUsed(value: unknown, counters: number): value is readonly number[] {
  return isWaits(value, counters) && value.every(Number.isFinite);
}

/** Infinity is a wait that never ends. */
function isWaits(value: unknown, counters: number): value is readonly number[] {
  if (!Array.isArray(value) || value.length !== counters) return false;
  for (let i = 0; i < counters; i++) {
    const wait: unknown = value[i];
    if (!(typeof wait === "number" && wait >= 0)) return false; // NaN is not at least 0
  }
  return true;
}
