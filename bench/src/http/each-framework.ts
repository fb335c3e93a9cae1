import type { Bench } from "../parts/part.js";
import type { RunningContender, StartOptions } from "./contender.js";
import { FRAMEWORKS, TITLES, type Framework, type HttpContender } from "./http-contender.js";
import { withContenders } from "./start-contenders.js";

/** Contenders of one framework that are up, and how to tell of what becomes of them. */
export interface Arena {
  readonly framework: Framework;
  readonly running: readonly RunningContender[];
  readonly quick: boolean;
  readonly tell: Bench["tell"];
}

/** Who competes, and how they are started. */
export interface Entries extends StartOptions {
  /** Default: all. */
  readonly frameworks?: readonly Framework[];
  /** Default: `USUAL`. */
  readonly kinds?: readonly HttpContender["kind"][];
}

/** Lets the contenders of each framework compete, one framework after the other. */
export async function eachFramework<T>(
  bench: Bench,
  compete: (arena: Arena) => Promise<T>,
  { frameworks: entered = FRAMEWORKS, ...options }: Entries = {},
): Promise<T[]> {
  const frameworks = entered.filter((each) => bench.frameworks?.includes(each) ?? true);
  const found: T[] = [];
  for (const [at, framework] of frameworks.entries()) {
    const tell = (share: number, what: string) =>
      bench.tell((at + share) / frameworks.length, `${TITLES[framework]}, ${what}`);
    tell(0, "starting");
    found.push(
      await withContenders(
        framework,
        bench,
        (running) => compete({ framework, running, quick: bench.quick, tell }),
        options,
      ),
    );
  }
  return found;
}
