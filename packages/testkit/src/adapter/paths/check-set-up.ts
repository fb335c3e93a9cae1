import type { Chance } from "./chance.js";
import { HAND_MADE } from "./catalogs/hand-made.js";
import { randomCatalog } from "./catalogs/random-catalog.js";
import { CREDENTIALS } from "./credentials.js";
import type { PathFailure } from "./path-failure.js";
import type { PathSetUp } from "./path-set-up.js";
import { runCases, type CasesRun, type Sent } from "./run-cases.js";
import { runPlain } from "./run-plain.js";
import { serveSetUp, type ServedSetUp } from "./serve-set-up.js";
import { everyCase } from "./targets/every-case.js";
import { randomCase } from "./targets/random-case.js";

/** How much a set-up is tried. */
export interface Extent {
  /** Random cases per catalog. */
  readonly cases: number;
  /** How many catalogs of those made by hand, chosen by chance; default: all. */
  readonly handMade?: number;
  /** Random catalogs, beside those. */
  readonly random: number;
  /** Also every case that is one mutation away from a plain one; and all credentials with each case. */
  readonly full?: boolean;
}

/** Tries one set-up over many catalogs: fair use, then odd targets. */
export async function checkSetUp(
  setUp: PathSetUp,
  chance: Chance,
  seed: number,
  extent: Extent,
): Promise<CasesRun> {
  const { handMade = HAND_MADE.length } = extent;
  const from = chance.number(HAND_MADE.length);
  const chosen = [...HAND_MADE.slice(from), ...HAND_MADE.slice(0, from)].slice(0, handMade);
  const random = Array.from({ length: extent.random }, (_, i) => randomCatalog(chance, `random ${i}`));
  const failures: PathFailure[] = [];
  let [requests, answered] = [0, 0];
  for (const catalog of [...chosen, ...random]) {
    const served = await serveSetUp(setUp, catalog);
    try {
      failures.push(...(await runPlain(served)));
      for (const sent of batches(served, chance, extent)) {
        const run = await runCases(served, sent, seed);
        failures.push(...run.failures);
        requests += run.requests;
        answered += run.answered;
      }
    } finally {
      await served.close();
    }
  }
  return { requests, answered, failures };
}

const BATCH = 4_000;

/**
 * The requests. Each case goes with the key for all APIs, which shows whose rule is applied wherever a handler answers,
 * and with one other credential; in a full run with every other.
 */
function* batches(
  { catalog, routes, setUp }: ServedSetUp,
  chance: Chance,
  { cases, full = false }: Extent,
): Generator<readonly Sent[]> {
  const others = CREDENTIALS.filter((credential) => credential !== "all-apis");
  const random = Array.from({ length: cases }, () => randomCase(chance, catalog, routes, setUp));
  const all = full ? [...everyCase(catalog, setUp), ...random] : random;
  const sent = all.flatMap((one): Sent[] => [
    [one, "all-apis"],
    ...(full ? others : [chance.pick(others)]).map((other): Sent => [one, other]),
  ]);
  for (let i = 0; i < sent.length; i += BATCH) yield sent.slice(i, i + BATCH);
}

/** The share of answered requests shows that a catalog was tried: it must be neither none nor all. */
export const isTelling = ({ requests, answered }: CasesRun): boolean =>
  answered > requests * 0.02 && answered < requests * 0.98;
