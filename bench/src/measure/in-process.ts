import { startCpu } from "./cpu.js";
import { sweep } from "./garbage.js";
import type { Contender } from "./rounds.js";

/** A contender that works in this process. */
export function inProcess(name: string, run: (times: number) => unknown): Contender {
  return {
    name,
    async cost(times) {
      sweep();
      const stop = startCpu();
      await run(times);
      return stop() / times;
    },
  };
}
