import { NodeRequestView, type Decision } from "@product-auth/core";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { demand } from "./demand.js";
import { isSigned } from "./oracle/is-signed.js";
import { verdictOn, type Verdict } from "./oracle/verdict.js";
import { sayingsOf, secretsOf } from "./secrets-of.js";
import type { Made } from "./tokens/case.js";
import type { RawRequest } from "./tokens/sending.js";
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

  demand(house.asked.length === asked, `a document was fetched: ${house.asked.slice(asked).join(", ")}`);
  demand(
    grown === 0 || (await isSigned(made.token.replace(/^ +/, ""))),
    "a token was remembered that is not even signed",
  );
  demand(
    grown <= 1 && house.forgetful.auth.health().rememberedTokens === 0,
    "more than one token was remembered",
  );

  if (first.outcome === "admit") await expectRefusedAfterItsEnd(made, house, first);
  else expectNothingSaid(made, house.remembering, first);
  expectQuietEvents(made, house);
  return {
    code: first.outcome === "admit" ? "admit" : first.code,
    because: verdict.outcome === "admit" ? "admit" : verdict.because,
  };
}

const socket = new Socket();

/** The view of a request as Node's parser leaves it behind. */
function viewOf({ target, rawHeaders }: RawRequest): NodeRequestView {
  const message = new IncomingMessage(socket);
  message.method = "GET";
  message.url = target;
  message.rawHeaders = [...rawHeaders];
  return new NodeRequestView(message);
}

async function decided(made: Made, { auth, rules }: Guarded): Promise<Decision<ProductName>> {
  const decision = auth.authorize(viewOf(made.request), rules[made.rule]);
  // Only what may be encrypted is worth waiting for: the keys are at hand.
  demand(!(decision instanceof Promise) || made.mayBeSealed, "the decision waits");
  const known = await decision;
  demand(known.outcome !== "unavailable", "unavailable, for what a caller sent");
  return known;
}

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

async function expectRefusedAfterItsEnd(
  made: Made,
  house: House,
  { access }: Extract<Decision, { outcome: "admit" }>,
): Promise<void> {
  const end = access.token?.expiresAt;
  if (end === undefined || end > START + 100_000_000) return;
  house.clock.now = end + TOLERANCE;
  try {
    for (const guarded of [house.remembering, house.forgetful]) {
      const late = await decided(made, guarded);
      demand(late.outcome === "refuse" && late.status === 401, "admitted after its end");
    }
  } finally {
    house.clock.now = START;
  }
}

function expectNothingSaid(
  made: Made,
  { auth, rules }: Guarded,
  decision: Exclude<Decision, { outcome: "admit" }>,
): void {
  const answer = auth.answer(decision, rules[made.rule], viewOf(made.request));
  demand(answer.status === decision.status && answer.status < 500, `answered ${answer.status}`);
  const shown = JSON.stringify(answer.headers) + answer.body;
  // A claim may happen to be what the route asks for, which every caller may read.
  const needed = `${decision.outcome === "refuse" ? (decision.needs ?? []).join(" ") : ""} application/json`;
  const sayings = sayingsOf(made.token).filter((text) => !needed.includes(text));
  const leaked = [...secretsOf(made.token), ...sayings].find((text) => shown.includes(text));
  demand(leaked === undefined, `the answer shows ${leaked}: ${shown}`);
}

function expectQuietEvents(made: Made, { remembering, forgetful }: House): void {
  const told = [remembering, forgetful].flatMap(({ events }) => events.splice(0));
  const secrets = secretsOf(made.token, made.other);
  for (const { expected = "", actual = "", path, clientId = "", tokenId = "" } of told) {
    const shown = [expected, actual, path, clientId, tokenId].join(" ");
    const leaked = secrets.find((text) => shown.includes(text));
    demand(leaked === undefined, `an event shows ${leaked}: ${shown}`);
    // oxlint-disable-next-line no-control-regex -- whoever reads a log must not be shown forged lines
    demand(
      !/[\u0000-\u001f\u007f-\u009f]/.test(shown),
      `an event has control characters: ${JSON.stringify(shown)}`,
    );
    demand(shown.length < 2_000, `an event of ${shown.length} characters`);
  }
}
