import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options?: { type: "minor" }) => void;

/** Takes away young garbage, so that one contender does not pay for what another has left. */
export function sweep(): void {
  collect({ type: "minor" });
}

/** Bytes that live on the heap once all garbage is gone. */
export function heapUsed(): number {
  for (let i = 0; i < 3; i++) collect();
  return process.memoryUsage().heapUsed;
}

/** Bytes that live in this process once all garbage is gone, inside and outside of the heap. */
export function bytesUsed(): number {
  for (let i = 0; i < 2; i++) collect();
  const { heapUsed: onHeap, external } = process.memoryUsage(); // `external` has all array buffers in it
  return onHeap + external;
}
