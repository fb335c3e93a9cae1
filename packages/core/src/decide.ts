import type { Access, Admit, Decision, Refuse, ResponseHeaders, Unavailable } from "./decision.js";
import type { Product } from "./catalog/products.js";
import type { CouldNotTell, Evidence, VerifiedToken } from "./evidence.js";
import { REFUSALS, type Finding } from "./refusals.js";
import type { Requirement, Wanted } from "./rule.js";
import type { Subscription } from "./subscriptions/subscription.js";

/** What `decide` needs to know of the settings. */
export interface DecisionSettings {
  /** Seconds that clocks may differ. */
  readonly clockTolerance: number;
}

/** A right that is missing, with all that the route needs. */
interface Missing extends Finding {
  readonly needs: readonly string[];
}

const NO_HEADERS: ResponseHeaders = Object.freeze({});

/**
 * The decision: rule and evidence and a time in, a value out. Pure; knows no HTTP, no clock, no network.
 * `now` is in milliseconds since 1970.
 *
 * A presented credential that is bad refuses the request even when the other one is good; a kind that the rule does
 * not accept is not looked at.
 */
export function decide<P extends string>(
  settings: DecisionSettings,
  requirement: Requirement<P>,
  evidence: Evidence,
  now: number,
): Decision<P> {
  const { token, key } = evidence;
  if (token.kind === "bad") return refuse(token);
  if (key.kind === "bad") return refuse(key);
  if (token.kind === "unavailable") return unavailable(token);
  if (key.kind === "unavailable") return unavailable(key);
  if (token.kind === "absent" && key.kind === "absent") return refuse({ code: missing(requirement) });

  const forToken = token.kind === "good" ? judgeToken(settings, requirement, token.token, now) : undefined;
  if (forToken !== undefined && "code" in forToken) return refuse(forToken);
  const forKey = key.kind === "good" ? judgeKey(requirement, key.subscription, now) : undefined;
  if (forKey !== undefined && "code" in forKey) return refuse(forKey);
  if (forToken !== undefined && forKey !== undefined && forToken !== forKey) {
    return refuse({
      code: "credentials_disagree",
      expected: `a key of ${forToken.name}`,
      actual: forKey.name,
    });
  }
  return admit((forToken ?? forKey)!, evidence);
}

const missing = ({ accepts }: Requirement) =>
  accepts.token ? (accepts.key ? "credentials_missing" : "token_missing") : "key_missing";

// Time, product, caller, rights: in this order, as Entra's validation guidance has it.
function judgeToken<P extends string>(
  { clockTolerance }: DecisionSettings,
  requirement: Requirement<P>,
  token: VerifiedToken,
  now: number,
): Product<P> | Finding | Missing {
  const seconds = now / 1000;
  // Written so that a time that is no number admits nobody.
  if (!(seconds < token.expiresAt + clockTolerance)) {
    return { code: "token_expired", expected: `exp after ${iso(seconds)}`, actual: iso(token.expiresAt) };
  }
  const earliest = Math.max(token.notBefore, token.issuedAt);
  if (!(seconds >= earliest - clockTolerance)) {
    return {
      code: "token_not_yet_valid",
      expected: `nbf and iat before ${iso(seconds)}`,
      actual: iso(earliest),
    };
  }
  const product = requirement.byAudience[token.profile].get(token.audience);
  if (product === undefined) {
    const expected = `the audience of ${requirement.products.map(({ name }) => name).join(" or ")}`;
    return { code: "token_other_product", expected, actual: token.audience };
  }
  if (token.clientId === undefined)
    return { code: "token_client", expected: "azp or appid", actual: "nothing" };
  const caller = requirement.scopes === undefined ? "app-only" : "delegated";
  if (token.caller !== caller)
    return { code: "token_kind", expected: `an ${caller} token`, actual: token.caller };
  return judgeRights(requirement, product, token);
}

function judgeRights<P extends string>(
  { scopes, roles }: Requirement<P>,
  product: Product<P>,
  token: VerifiedToken,
): Product<P> | Missing {
  const needs = [...(scopes?.values ?? [product.role]), ...(roles?.values ?? [])];
  if (scopes === undefined && !token.roles.includes(product.role)) {
    return { code: "role_missing", expected: product.role, actual: listed(token.roles), needs };
  }
  if (scopes !== undefined && !holds(scopes, token.scopes)) {
    return { code: "scope_missing", expected: told(scopes), actual: listed(token.scopes), needs };
  }
  if (roles !== undefined && !holds(roles, token.roles)) {
    return { code: "role_missing", expected: told(roles), actual: listed(token.roles), needs };
  }
  return product;
}

function judgeKey<P extends string>(
  requirement: Requirement<P>,
  subscription: Subscription,
  now: number,
): Product<P> | Finding {
  const { state, startDate, endDate, scope } = subscription;
  if (state !== "active") return { code: "key_state", expected: "an active subscription", actual: state };
  if (startDate !== undefined && !(now >= startDate)) {
    return {
      code: "key_not_started",
      expected: `a start before ${iso(now / 1000)}`,
      actual: iso(startDate / 1000),
    };
  }
  if (endDate !== undefined && !(now < endDate)) {
    return { code: "key_ended", expected: `an end after ${iso(now / 1000)}`, actual: iso(endDate / 1000) };
  }
  const expected = () => requirement.products.map(({ name }) => `/products/${name}`).join(" or ");
  return requirement.byScope.get(scope) ?? { code: "key_other_product", expected: expected(), actual: scope };
}

function holds({ mode, values }: Wanted, held: readonly string[]): boolean {
  return mode === "all"
    ? values.every((value) => held.includes(value))
    : values.some((value) => held.includes(value));
}

const told = ({ mode, values }: Wanted) => values.join(mode === "all" ? " and " : " or ");
const listed = (values: readonly string[]) => (values.length === 0 ? "none" : values.slice(0, 20).join(" "));

function iso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}

function admit<P extends string>(product: Product<P>, { token, key }: Evidence): Admit<P> {
  const verified = token.kind === "good" ? token.token : undefined;
  const subscription = key.kind === "good" ? key.subscription : undefined;
  const access: Access<P> = {
    product: product.name,
    credential: verified === undefined ? "key" : subscription === undefined ? "token" : "both",
    ...(verified?.clientId !== undefined && { client: Object.freeze({ id: verified.clientId }) }),
    ...(verified !== undefined && { token: verified }),
    ...(subscription !== undefined && { subscription }),
  };
  return { outcome: "admit", access: Object.freeze(access), headers: NO_HEADERS };
}

function refuse({ code, expected, actual, needs }: Finding & Partial<Missing>): Refuse {
  return {
    outcome: "refuse",
    status: REFUSALS[code].status as Refuse["status"],
    code,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    ...(needs !== undefined && { needs }),
    headers: NO_HEADERS,
  };
}

function unavailable({ code, retryAfter, actual }: CouldNotTell): Unavailable {
  return {
    outcome: "unavailable",
    status: 503,
    code,
    retryAfter,
    ...(actual !== undefined && { actual }),
    headers: NO_HEADERS,
  };
}
