import fc from "fast-check";
import type { Wanted } from "../run-cases.js";
import { liveThroughStore, storeSteps } from "./store-steps.js";
import { liveThrough, tokenSteps } from "./token-steps.js";

/** Runs histories of a seed, of tokens and of subscriptions; a text tells of the first that goes wrong. */
export async function runHistories(wanted: Wanted): Promise<string | undefined> {
  return (
    (await run("tokens", fc.asyncProperty(tokenSteps, liveThrough), wanted)) ??
    (await run("subscriptions", fc.asyncProperty(storeSteps, liveThroughStore), wanted))
  );
}

async function run<T>(
  what: string,
  property: fc.IAsyncProperty<[T]>,
  { runs, seed, path }: Wanted,
): Promise<string | undefined> {
  const details = await fc.check(property, { numRuns: runs, seed, ...(path !== undefined && { path }) });
  if (!details.failed) return undefined;
  const { errorInstance: error, counterexample } = details;
  return [
    `${what}: after ${details.numRuns} histories, made smaller ${details.numShrinks} times`,
    (error instanceof Error && error.stack) || String(error),
    ...((counterexample?.[0] ?? []) as readonly unknown[]).map((step) => `  ${JSON.stringify(step)}`),
    `To replay it: npm run fuzz -- memory --seed ${details.seed} --path ${details.counterexamplePath ?? ""}`,
  ].join("\n");
}
