import type { Product } from "../catalog/products.js";
import type { Access, Admit, Decision, ResponseHeaders, DecisionSettings } from "./decision.js";
import type { Evidence, GoodToken, VerifiedToken } from "../evidence/evidence.js";
import { judgeKey } from "./judge-key.js";
import { judgeClient, judgeToken } from "./judge-token.js";
import type { Finding, RefusalCode } from "../refusals/refusals.js";
import { isAuthorization } from "../request/token-place.js";
import type { CompiledRule, Context } from "../rules/rule.js";
import { NO_HEADERS, refuse, unavailable } from "./refused.js";
import type { Writable } from "../lib/writable.js";
import type { Subscription } from "../evidence/subscriptions/subscription.js";

/**
 * Header fields of an admission by something that shared caches do not know. RFC 9111 §3.5 keeps them from storing responses
 * to requests with `Authorization` only. RFC 6750 §2.3 requires `private` for tokens in the query. Caches do not know keys,
 * or tokens in cookies and other header fields, either.
 */
export const PRIVATE: ResponseHeaders = Object.freeze({ "cache-control": "private" });

/**
 * Decides a request from rule, evidence and time. Pure: no HTTP, no clock, no network. `now` is in milliseconds since
 * 1970.
 *
 * A bad credential refuses the request even when the other one is good. A kind that the rule does not accept is ignored.
 */
export function decide<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  evidence: Evidence,
  now: number,
): Decision<P> {
  const { token, key, client } = evidence;
  if (token.kind === "bad") return refuse(settings, token);
  if (key.kind === "bad") return refuse(settings, key);
  if (token.kind === "absent" && key.kind === "absent")
    return decideAnonymous(settings, requirement, evidence);

  const forToken =
    token.kind === "good"
      ? judgeToken(settings, requirement, token.token, now, client, scopeOf(key))
      : undefined;
  if (forToken !== undefined && "code" in forToken) return refuse(settings, forToken);
  const forKey = key.kind === "good" ? judgeKey(settings, requirement, key.subscription, now) : undefined;
  if (isFinding(forKey)) return refuse(settings, forKey);
  const forClient =
    token.kind === "good" && forToken !== undefined ? judgeClient(client, forToken, token.token) : undefined;
  if (forClient !== undefined) return refuse(settings, forClient);
  if (requirement.all && (token.kind === "absent" || key.kind === "absent")) {
    return refuse(settings, {
      code: token.kind === "absent" ? "token_missing" : "key_missing",
      expected: "token and key",
    });
  }
  // Refusals that do not depend on a failed lookup have already been returned; only now report 503.
  if (token.kind === "unavailable") return unavailable(token);
  if (key.kind === "unavailable") return unavailable(key);
  if (client?.kind === "unavailable") return unavailable(client);
  return combine(settings, requirement, evidence, forToken, forKey);
}

const scopeOf = (key: Evidence["key"]): string | undefined =>
  key.kind === "good" ? key.subscription.scope : undefined;

const isFinding = (found: Context | Finding | undefined): found is Finding =>
  typeof found === "object" && "code" in found;

// All credentials are good. The token names its product; a key for the API itself matches any product.
function combine<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  evidence: Evidence,
  forToken: Product<P> | undefined,
  forKey: Context<P> | undefined,
): Decision<P> {
  if (forToken !== undefined && forKey !== undefined && forKey !== "api" && forToken !== forKey) {
    return refuse(settings, {
      code: "credentials_disagree",
      expected: `a key of ${forToken.name}`,
      actual: forKey.name,
    });
  }
  return admit(settings, requirement, (forToken ?? forKey)!, evidence);
}

// No credential was sent: an open product admits, or an API that needs no subscription.
function decideAnonymous<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  evidence: Evidence,
): Decision<P> {
  const { accepts, anonymous } = requirement;
  if (anonymous !== undefined) return admit(settings, requirement, anonymous, evidence);
  return refuse(settings, { code: missingFor(accepts) });
}

/** The refusal of a request without credentials. */
export const missingFor = ({ token, key }: CompiledRule["accepts"]): RefusalCode =>
  token ? (key ? "credentials_missing" : "token_missing") : "key_missing";

function admit<P extends string>(
  { tokenElsewhere }: Pick<DecisionSettings, "tokenElsewhere">,
  requirement: CompiledRule<P>,
  context: Context<P>,
  evidence: Evidence,
): Admit<P> {
  const { token, key } = evidence;
  if (key.kind === "good" && token.kind !== "good") {
    const access = accessByKey(requirement, context, key.subscription);
    return { outcome: "admit", access, headers: PRIVATE };
  }
  const { tokenPlace } = requirement;
  const isElsewhere = tokenPlace === undefined ? tokenElsewhere === true : !isAuthorization(tokenPlace);
  const isPrivate = key.kind === "good" || (token.kind === "good" && isElsewhere);
  const access = accessBy(requirement, context, evidence);
  return { outcome: "admit", access, headers: isPrivate ? PRIVATE : NO_HEADERS };
}

// Only rules with an API can have no product; adapters type those as possibly undefined.
const productOf = <P extends string>(context: Context<P>): P =>
  (context === "api" ? undefined : context.name) as P;

// Literals, for most requests: an object that grows costs four times as much to make and to freeze.
function accessByKey<P extends string>(
  { api, operation }: CompiledRule<P>,
  context: Context<P>,
  subscription: Subscription,
): Access<P> {
  const product = productOf(context);
  if (api === undefined) return Object.freeze({ product, credential: "key", subscription });
  return operation === undefined
    ? Object.freeze({ product, api: api.name, credential: "key", subscription })
    : Object.freeze({ product, api: api.name, operation, credential: "key", subscription });
}

function accessByToken<P extends string>(
  { api, operation }: CompiledRule<P>,
  context: Context<P>,
  token: VerifiedToken,
  client: NonNullable<GoodToken["client"]>,
): Access<P> {
  const product = productOf(context);
  if (api === undefined) return Object.freeze({ product, credential: "token", client, token });
  return operation === undefined
    ? Object.freeze({ product, api: api.name, credential: "token", client, token })
    : Object.freeze({ product, api: api.name, operation, credential: "token", client, token });
}

const clientIn = ({ token, client }: GoodToken): GoodToken["client"] =>
  client ?? (token.clientId === undefined ? undefined : Object.freeze({ id: token.clientId }));

function accessBy<P extends string>(
  requirement: CompiledRule<P>,
  context: Context<P>,
  { token, key, client }: Evidence,
): Access<P> {
  const verified = token.kind === "good" ? token.token : undefined;
  const named = token.kind === "good" ? clientIn(token) : undefined;
  const subscription = key.kind === "good" ? key.subscription : undefined;
  if (verified !== undefined && named !== undefined && subscription === undefined && client === undefined)
    return accessByToken(requirement, context, verified, named);
  const { api, operation } = requirement;
  // Set member by member: conditional spreads take four times as long, on every admitted request.
  const access = { product: productOf(context) } as Writable<Access<P>>;
  if (api !== undefined) access.api = api.name;
  if (operation !== undefined) access.operation = operation;
  access.credential = credentialOf(verified, subscription);
  if (named !== undefined) access.client = named;
  if (client?.kind === "good") access.clientApplication = client.client;
  if (verified !== undefined) access.token = verified;
  if (subscription !== undefined) access.subscription = subscription;
  return Object.freeze(access);
}

function credentialOf(token: object | undefined, subscription: object | undefined): Access["credential"] {
  if (token === undefined) return subscription === undefined ? "none" : "key";
  return subscription === undefined ? "token" : "both";
}
