import type { Part } from "../parts/part.js";
import { compare } from "./compare.js";
import { readCompareOrder } from "./compare-order.js";
import { messageOf } from "../run-again.js";

/** Runs `npm run bench -- compare …`. 0: no row is worse; 1: one is; 2: it could not be found out; 130: interrupted. */
export async function compareCommand(words: readonly string[], parts: readonly Part[]): Promise<number> {
  const order = await readCompareOrder(words, parts);
  if ("text" in order) {
    (order.exitCode === 0 ? console.log : console.error)(order.text);
    return order.exitCode;
  }
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  // What runs is ended, and the folder with the revision removed, before this process ends.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  try {
    return (await compare(order, stopping.signal)) ? 0 : 1;
  } catch (error) {
    if (stopping.signal.aborted) {
      console.error("\nInterrupted.");
      return 130;
    }
    console.error(`\n${messageOf(error)}`);
    return 2;
  }
}
