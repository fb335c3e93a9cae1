import type { SetUp } from "../world/set-ups.js";
import type { ProductName, RuleName } from "../world/places.js";
import { askJose } from "./ask-jose.js";
import { openEnvelope } from "./open-envelope.js";
import { presentedIn } from "./presented-in.js";
import { readEntra } from "./read-entra.js";
import { readOpenId } from "./read-openid.js";
import { judge } from "./rights.js";
import { STRICTER } from "./stricter.js";

/** What must be decided about a request, and for whose reason. */
export type Verdict =
  | { readonly outcome: "admit"; readonly products: readonly ProductName[] }
  | { readonly outcome: "refuse"; readonly status: 401 | 403; readonly because: string };

const refuse = (because: string, status: 401 | 403 = 401): Verdict => ({
  outcome: "refuse",
  status,
  because,
});

/** Decides a request without any of our code: jose with strict options, the claim rules, and the table of differences. */
export async function verdictOn(
  rawHeaders: readonly string[],
  setUp: SetUp,
  rule: RuleName,
): Promise<Verdict> {
  const presented = presentedIn(rawHeaders, setUp);
  if (presented === undefined) return refuse("not one bearer token");
  const { text } = presented;
  const isSealed = setUp.opensEnvelopes === true && text.split(".").length === 5;
  const token = isSealed ? await openEnvelope(text) : text;
  if (token === undefined) return refuse("not an envelope that jose opens");
  const accepted = await askJose(token, setUp);
  if (accepted === undefined) return refuse("jose");
  const facts = accepted.isEntra ? readEntra(accepted, setUp) : readOpenId(accepted);
  if (facts === undefined) return refuse("claim rules");
  const outcome = judge(rule, facts);
  if (outcome === 401) return refuse("another product or caller");
  const stricter = STRICTER.find(({ applies }) => applies({ ...accepted, ...presented }));
  if (stricter !== undefined) return refuse(stricter.what);
  return outcome === 403 ? refuse("rights", 403) : { outcome: "admit", products: outcome };
}
