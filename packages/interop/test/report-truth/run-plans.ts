import fc from "fast-check";
import { startAsker } from "./asker.js";
import { anyPlan } from "./plan.js";
import { SET_UPS } from "./set-ups.js";
import { tryPlan, type Outcome } from "./try-plan.js";

/** What is wanted: as many applications of a set-up from this seed, with as many requests to each route. */
export interface Wanted {
  readonly setUp: string;
  readonly runs: number;
  readonly seed: number;
  readonly requests: number;
}

/** How often each outcome came up, and a text on the first failure, made as small as possible. */
export interface Result {
  readonly tally: ReadonlyMap<Outcome, number>;
  readonly failure?: string;
}

export async function runPlans({ setUp, runs, seed, requests }: Wanted): Promise<Result> {
  const given = SET_UPS[setUp]!;
  const tally = new Map<Outcome, number>();
  const asker = await startAsker();
  try {
    const property = fc.asyncProperty(anyPlan(given.dialect), async (plan) => {
      const outcome = await tryPlan(plan, given, asker, requests);
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
    });
    const details = await fc.check(property, { numRuns: runs, seed });
    if (!details.failed) return { tally };
    const { errorInstance, counterexample } = details;
    const failure = [
      `${setUp}, after ${details.numRuns} applications, made smaller ${details.numShrinks} times: ${String(errorInstance)}`,
      `The application: ${JSON.stringify(counterexample?.[0], undefined, 1)}`,
      `To replay it: npm run fuzz -- report --only "${setUp}" --seed ${seed} --requests ${requests}`,
    ].join("\n");
    return { tally, failure };
  } finally {
    asker.close();
  }
}
