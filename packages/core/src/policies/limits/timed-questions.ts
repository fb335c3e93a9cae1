import { stopwatch, type Timed } from "../../lib/timed.js";
import type { Circuit } from "./circuit.js";

/** Asks the store through its circuit, and reports how long each question took. One that is not asked, because the store has failed, is not reported. */
export function timedQuestions(circuit: Circuit, report: Timed): Pick<Circuit, "ask"> {
  return {
    ask<T>(question: () => unknown, read: (answer: unknown) => T | undefined, otherwise: () => T) {
      let done: ((failed: boolean) => void) | undefined;
      return circuit.ask<T>(
        () => {
          done = stopwatch(report);
          return question();
        },
        (answer) => {
          const result = read(answer);
          if (result !== undefined) done?.(false);
          return result;
        },
        () => {
          done?.(true);
          return otherwise();
        },
      );
    },
  };
}
