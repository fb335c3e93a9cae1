import fc from "fast-check";
import { checkCase } from "./check-case.js";
import { anyCase } from "./generate/any-case.js";
import { make, type Case } from "./tokens/case.js";
import type { Houses } from "./world/house.js";

/** What was asked for: as many cases from this seed, or the one at this path. */
export interface Wanted {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
}

/** How often each code and each reason came up. */
export type Tally = Map<string, number>;

/** Makes a request, judges what comes of it, and counts it. */
export async function runCase(houses: Houses, one: Case, tally: Tally): Promise<void> {
  const { code, because } = await checkCase(make(one), houses.get(one.setUp)!);
  for (const name of [`code: ${code}`, `because: ${because}`]) tally.set(name, (tally.get(name) ?? 0) + 1);
}

/** Runs cases in order; a text tells of the first that goes wrong. */
export async function runListed(
  houses: Houses,
  cases: Iterable<Case>,
  tally: Tally,
): Promise<string | undefined> {
  for (const one of cases) {
    try {
      await runCase(houses, one, tally);
    } catch (error) {
      return [inWords(error), ...told(one)].join("\n");
    }
  }
  return undefined;
}

/** Runs cases of a seed; a text tells of the first that goes wrong, made as small as possible. */
export async function runCases(
  houses: Houses,
  { runs, seed, path }: Wanted,
  tally: Tally,
): Promise<string | undefined> {
  const property = fc.asyncProperty(anyCase, (one: Case) => runCase(houses, one, tally));
  const details = await fc.check(property, { numRuns: runs, seed, ...(path !== undefined && { path }) });
  if (!details.failed) return undefined;
  return [
    `After ${details.numRuns} cases, made smaller ${details.numShrinks} times: ${inWords(details.errorInstance)}`,
    ...(details.counterexample ?? []).flatMap(told),
    `To replay it: FUZZ_SEED=${details.seed} FUZZ_PATH=${details.counterexamplePath ?? ""} TEST=core/test/fuzz npm test`,
  ].join("\n");
}

const inWords = (error: unknown): string => (error instanceof Error && error.stack) || String(error);

const told = (one: Case): string[] => [
  `The case: ${shortened(fc.stringify(one))}`,
  `The request: ${shortened(fc.stringify(make(one).request))}`,
];

const shortened = (text: string): string =>
  text.replaceAll(/(.{1,8}?)\1{100,}/g, (run, one: string) => `${one}…(${run.length} characters)`);
