import type { Credential } from "./credentials.js";
import { faultOf } from "./oracle/fault-of.js";
import type { PathFailure } from "./path-failure.js";
import type { ServedSetUp } from "./serve-set-up.js";
import { smaller } from "./smaller.js";
import type { PathCase } from "./targets/path-case.js";
import { requestOf } from "./wire/path-request.js";

export type Sent = readonly [one: PathCase, credential: Credential];

export interface CasesRun {
  readonly requests: number;
  /** How many of them a handler answered. */
  readonly answered: number;
  /** The smallest cases, one of each kind. */
  readonly failures: readonly PathFailure[];
}

/** Failures that are made smaller; there may be thousands. */
const SHRUNK = 20;

/** Sends cases to an application, and finds what a handler answered behind another rule than its own. */
export async function runCases(served: ServedSetUp, sent: readonly Sent[], seed: number): Promise<CasesRun> {
  const { setUp, catalog, routes } = served;
  const answers = await served.send(sent.map(([one, credential]) => requestOf(one, credential)));
  const failures: PathFailure[] = [];
  let answered = 0;
  for (const [i, { status, told }] of answers.entries()) {
    if (told === undefined) continue;
    answered += 1;
    const [one, credential] = sent[i]!;
    const fault = faultOf(setUp, catalog, routes, credential, told);
    if (fault !== undefined) failures.push({ served, one, credential, status, told, fault, seed });
  }
  const byKind = new Map<string, PathFailure>();
  for (const failure of spread(failures)) {
    const small = await smaller(served, failure);
    if (!byKind.has(kindOf(small))) byKind.set(kindOf(small), small);
  }
  return { requests: sent.length, answered, failures: [...byKind.values()] };
}

const spread = (failures: readonly PathFailure[]) =>
  failures.filter((_, i) => i % Math.max(1, Math.ceil(failures.length / SHRUNK)) === 0);

function kindOf({ one: { target, rewrite } }: PathFailure): string {
  return [target, rewrite].map((one) => one?.mutations.map(({ kind }) => kind).join(",")).join(" ");
}
