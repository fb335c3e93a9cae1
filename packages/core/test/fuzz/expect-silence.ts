import type { Decision } from "#src/index.js";
import { demand } from "./demand.js";
import { sayingsOf, secretsOf } from "./secrets-of.js";
import type { Made } from "./tokens/case.js";
import type { Guarded, House } from "./world/house.js";

/** The answer to a refused request tells nothing of the token: not the text, not a part, not a word it says. */
export function expectNothingSaid(
  made: Made,
  { auth }: Guarded,
  decision: Exclude<Decision, { outcome: "admit" }>,
): void {
  const answer = auth.answer(decision);
  demand(answer.status === decision.status && answer.status < 500, `answered ${answer.status}`);
  const shown = JSON.stringify(answer.headers) + answer.body;
  // A claim may happen to be what the route asks for, which every caller may read.
  const needs = decision.outcome === "refuse" ? (decision.needs ?? []) : [];
  const harmless = ["application/json", "application/problem+json", needs.join(" ")].join(" ");
  const tokens = [made.token, made.inner, made.other];
  const said = tokens.flatMap(sayingsOf).filter((text) => !harmless.includes(text));
  const leaked = [...secretsOf(...tokens), ...said].find((text) => shown.includes(text));
  demand(leaked === undefined, `the answer shows ${leaked}: ${shown}`);
}

/** Events tell what a token says, but never the token itself, nor a key, nor more than a few lines of a log hold. */
export function expectQuietEvents(made: Made, { remembering, forgetful }: House): void {
  const told = [remembering, forgetful].flatMap(({ events }) => events.splice(0));
  const secrets = secretsOf(made.token, made.inner, made.other);
  for (const { expected = "", actual = "", path, clientId = "", tokenId = "" } of told) {
    const shown = [expected, actual, path, clientId, tokenId].join(" ");
    const leaked = secrets.find((text) => shown.includes(text));
    demand(leaked === undefined, `an event shows ${leaked}: ${shown}`);
    demand(!CONTROL_CHARACTER.test(shown), `an event has control characters: ${JSON.stringify(shown)}`);
    demand(shown.length < 2_000, `an event of ${shown.length} characters`);
  }
}

// oxlint-disable-next-line no-control-regex -- whoever reads a log must not be shown forged lines
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f]/;
