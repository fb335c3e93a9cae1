import type { Decision } from "#src/index.js";
import { demand } from "./demand.js";
import { expectNothingSaid, expectQuietEvents } from "./expect-silence.js";
import { isSigned } from "./oracle/is-signed.js";
import { presentedIn } from "./oracle/presented-in.js";
import { verdictOn, type Verdict } from "./oracle/verdict.js";
import type { Made } from "./tokens/case.js";
import { viewOf } from "./view-of-request.js";
import type { Guarded, House } from "./world/house.js";
import { START, TOLERANCE, type ProductName } from "./world/places.js";

/** What came of one case: the code of our decision, and whose reason the verdict had. */
export interface Seen {
  readonly code: string;
  readonly because: string;
}

/** Makes one request in every way and compares what comes of it with what must; throws when it is something else. */
export async function checkCase(made: Made, house: House): Promise<Seen> {
  const verdict = await verdictOn(made.request.rawHeaders, house.setUp, made.rule);
  const asked = house.asked.length;
  const remembered = house.remembering.auth.health().rememberedTokens;

  const first = await decided(made, house.remembering);
  const grown = house.remembering.auth.health().rememberedTokens - remembered;
  expectVerdict(first, verdict);
  expectSame("the same request again", await decided(made, house.remembering), first);
  expectSame("the same request without a cache", await decided(made, house.forgetful), first);
  await expectExplained(made, house, first);

  const fetched = house.asked
    .slice(asked)
    .filter((address) => !(isUnknownKey(first) && address.endsWith("/keys")));
  demand(fetched.length === 0, `a document was fetched: ${fetched.join(", ")}`);
  const text = presentedIn(made.request.rawHeaders, house.setUp)?.text ?? "";
  const isGood = grown === 0 || (await isSigned(text));
  demand(isGood, "a token was remembered that is not even signed");
  demand(
    grown <= 1 && house.forgetful.auth.health().rememberedTokens === 0,
    "more than one token was remembered",
  );

  if (first.outcome === "admit") await expectOneEnd(made, house, first);
  else expectNothingSaid(made, house.remembering, first);
  expectQuietEvents(made, house);
  demand(inheritedByAll() === INHERITED, "Object.prototype was written to");
  return {
    code: first.outcome === "admit" ? "admit" : first.code,
    because: verdict.outcome === "admit" ? "admit" : verdict.because,
  };
}

const inheritedByAll = () => Object.getOwnPropertyNames(Object.prototype).join();
const INHERITED = inheritedByAll();

async function decided(made: Made, { auth, rules }: Guarded): Promise<Decision<ProductName>> {
  const decision = auth.authorize(viewOf(made.request), rules[made.rule]);
  const known = await decision;
  // Only what may be encrypted is worth waiting for, and a fetch that an unknown kid may cause: the keys are at hand.
  const mayWait = made.mayBeSealed || isUnknownKey(known);
  demand(!(decision instanceof Promise) || mayWait, "the decision waits");
  demand(known.outcome !== "unavailable", "unavailable, for what a caller sent");
  return known;
}

const isUnknownKey = (decision: Decision): boolean =>
  decision.outcome === "refuse" && decision.code === "token_unknown_key";

function expectVerdict(decision: Decision<ProductName>, verdict: Verdict): void {
  if (decision.outcome === "admit") {
    if (verdict.outcome === "refuse") throw new Error(`admitted, but to be refused: ${verdict.because}`);
    const { product } = decision.access;
    demand(verdict.products.includes(product), `admitted to ${product}, not ${verdict.products.join()}`);
  } else {
    demand(verdict.outcome === "refuse", `refused (${decision.code}), but to be admitted`);
    const expected = verdict.outcome === "refuse" ? verdict.status : 0;
    demand(decision.status === expected, `status ${decision.status} (${decision.code}), not ${expected}`);
  }
}

const expectSame = (when: string, decision: Decision, first: Decision): void =>
  demand(inWords(decision) === inWords(first), `${when}: ${inWords(decision)}, not ${inWords(first)}`);

/** All that a decision says but the claims, which may be nested too deeply to be written. */
function inWords(decision: Decision): string {
  if (decision.outcome !== "admit") return JSON.stringify(decision);
  const { token, ...access } = decision.access;
  const { claims: _, ...rest } = token!;
  return JSON.stringify({ ...access, ...rest });
}

async function expectExplained(
  { request, rule }: Made,
  { remembering }: House,
  first: Decision,
): Promise<void> {
  const { auth, rules } = remembering;
  const { outcome, status } = await auth.explain(
    viewOf(request),
    rule === "any" ? undefined : rules[rule].rule,
  );
  const expected = first.outcome === "admit" ? 200 : first.status;
  demand(outcome === first.outcome && status === expected, `explained as ${outcome} ${status}`);
}

async function expectOneEnd(
  made: Made,
  house: House,
  { access }: Extract<Decision, { outcome: "admit" }>,
): Promise<void> {
  const end = access.token?.expiresAt;
  if (end === undefined || end > START + 100_000_000) return;
  const decidedAt = async (now: number) => {
    house.clock.now = now;
    await Promise.all([house.remembering, house.forgetful].map(({ auth }) => auth.ready())); // keys of that time
    return [await decided(made, house.remembering), await decided(made, house.forgetful)];
  };
  try {
    const aSecondBefore = Math.max(START, end + TOLERANCE - 1);
    const [just, late] = [await decidedAt(aSecondBefore), await decidedAt(end + TOLERANCE)];
    demand(
      just.every(({ outcome }) => outcome === "admit"),
      "refused a second before its end",
    );
    demand(
      late.every((decision) => decision.outcome === "refuse" && decision.status === 401),
      "admitted after its end",
    );
  } finally {
    house.clock.now = START;
  }
}
