import { within } from "./within.js";

/** A step: what is done, what must come back, and why. */
export interface Step<T> {
  readonly does: string;
  /** Compared with `saw` of what comes back. */
  readonly sees: string;
  readonly why: string;
  readonly take: () => Promise<Taken<T>>;
}

/** What came back: the text to show, and what later steps need. */
export interface Taken<T> {
  readonly saw: string;
  readonly value: T;
}

/** Takes a step and prints it. Rejects with `WalkEnded` when the step threw: later steps build on it. */
export type TakeStep = <T>(step: Step<T>) => Promise<T>;

/** Milliseconds for one step; a walk has 60 s. */
const STEP_WITHIN = 20_000;

export class WalkEnded extends Error {
  override readonly name = "WalkEnded";
}

export interface Walk {
  readonly step: TakeStep;
  /** Whether every step so far has seen what it had to. */
  isRight(): boolean;
}

export function createWalk(print: (line: string) => void): Walk {
  let number = 0;
  let right = true;
  const show = ({ does, sees, why }: Step<unknown>, saw: string): void => {
    const good = saw === sees;
    right &&= good;
    const mark = good ? "ok" : "NO";
    const result = good ? saw : `expected ${sees}\n           got      ${saw}`;
    print(`${mark} ${String(number).padStart(2)}  ${does}\n       -> ${result}\n       ${why}`);
  };
  return {
    async step(step) {
      number += 1;
      try {
        const { saw, value } = await within(STEP_WITHIN, "nothing after 20 s", step.take());
        show(step, saw);
        return value;
      } catch (error) {
        show(step, error instanceof Error ? error.message : String(error));
        right = false;
        throw new WalkEnded(`step ${number} failed`, { cause: error });
      }
    },
    isRight: () => right,
  };
}
