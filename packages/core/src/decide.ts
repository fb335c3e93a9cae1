import type { Access, Admit, Decision, Refuse, ResponseHeaders, Unavailable } from "./decision.js";
import type { Product } from "./catalog/products.js";
import type { CouldNotTell, Evidence, VerifiedToken } from "./evidence.js";
import { HINTS } from "./hints.js";
import { REFUSALS, type Finding } from "./refusals.js";
import { hasClaim, worded } from "./required-claim.js";
import type { Requirement, Wanted } from "./rule.js";
import type { Subscription } from "./subscriptions/subscription.js";

/** What `decide` needs to know of the settings. */
export interface DecisionSettings {
  /** Seconds that clocks may differ. */
  readonly clockTolerance: number;
  /** Status for tokens that do not pass, instead of 401. */
  readonly failedStatus?: number;
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
  if (token.kind === "bad") return refuse(settings, token);
  if (key.kind === "bad") return refuse(settings, key);
  if (token.kind === "absent" && key.kind === "absent")
    return refuse(settings, { code: missing(requirement) });

  const forToken = token.kind === "good" ? judgeToken(settings, requirement, token.token, now) : undefined;
  if (forToken !== undefined && "code" in forToken) return refuse(settings, forToken);
  const forKey = key.kind === "good" ? judgeKey(requirement, key.subscription, now) : undefined;
  if (forKey !== undefined && "code" in forKey) return refuse(settings, forKey);
  // What is refused in any case needs nobody who is down.
  if (token.kind === "unavailable") return unavailable(token);
  if (key.kind === "unavailable") return unavailable(key);
  if (forToken !== undefined && forKey !== undefined && forToken !== forKey) {
    return refuse(settings, {
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
  settings: DecisionSettings,
  requirement: Requirement<P>,
  token: VerifiedToken,
  now: number,
): Product<P> | Finding | Missing {
  const late = judgeTime(settings, token, now / 1000);
  if (late !== undefined) return late;
  const [product, ...more] = productsOf(requirement, token);
  if (product === undefined) {
    const expected = `the audience of ${requirement.products.map(({ name }) => name).join(" or ")}`;
    return {
      code: "token_other_product",
      expected,
      actual: listed([token.audience].flat()),
      hint: HINTS.otherProduct,
    };
  }
  if (token.clientId === undefined && token.profile !== "openid") {
    return { code: "token_client", expected: "azp or appid", actual: "nothing", hint: HINTS.idToken };
  }
  const caller = requirement.scopes === undefined ? "app-only" : "delegated";
  if (token.caller !== caller) {
    const hint = { "app-only": HINTS.appToken, delegated: HINTS.userToken, unknown: HINTS.unknownCaller }[
      token.caller
    ];
    return {
      code: "token_kind",
      expected: requirement.scopes === undefined ? "an app-only token" : "a delegated token",
      actual: token.caller,
      hint,
    };
  }
  const first = judgeRights(requirement, product, token);
  if (more.length === 0 || !("code" in first)) return first;
  // A token for several products need not hold the rights of the one it names first.
  const others = more.map((other) => judgeRights(requirement, other, token));
  return others.find((judged) => !("code" in judged)) ?? first;
}

function judgeTime(
  { clockTolerance }: DecisionSettings,
  token: VerifiedToken,
  seconds: number,
): Finding | undefined {
  if (token.expiresAt !== undefined && seconds >= token.expiresAt + clockTolerance) {
    return { code: "token_expired", expected: `exp after ${iso(seconds)}`, actual: iso(token.expiresAt) };
  }
  const earliest = Math.max(token.notBefore ?? 0, token.issuedAt ?? 0);
  if (seconds >= earliest - clockTolerance) return undefined;
  return {
    code: "token_not_yet_valid",
    expected: `nbf and iat before ${iso(seconds)}`,
    actual: iso(earliest),
  };
}

function productsOf<P extends string>(
  { byAudience }: Requirement<P>,
  token: VerifiedToken,
): readonly Product<P>[] {
  const products = byAudience[token.profile];
  const named = typeof token.audience === "string" ? [token.audience] : token.audience;
  return named.map((audience) => products.get(audience)).filter((product) => product !== undefined);
}

function judgeRights<P extends string>(
  { scopes, roles }: Requirement<P>,
  product: Product<P>,
  token: VerifiedToken,
): Product<P> | Finding | Missing {
  const role = scopes === undefined ? product.role : undefined;
  const needs = [...(scopes?.values ?? (role === undefined ? [] : [role])), ...(roles?.values ?? [])];
  if (role !== undefined && !token.roles.includes(role)) {
    const hint = token.roles.length === 0 ? HINTS.notAssigned : HINTS.otherRole;
    return { code: "role_missing", expected: role, actual: listed(token.roles), needs, hint };
  }
  if (scopes !== undefined && !holds(scopes, token.scopes)) {
    return { code: "scope_missing", expected: told(scopes), actual: listed(token.scopes), needs };
  }
  if (roles !== undefined && !holds(roles, token.roles)) {
    return { code: "role_missing", expected: told(roles), actual: listed(token.roles), needs };
  }
  const claim = product.requiredClaims.find((required) => !hasClaim(token.claims, required));
  if (claim !== undefined) return { code: "claim_missing", expected: worded(claim) };
  if (product.clients === undefined || product.clients.has(token.clientId ?? "")) return product;
  return {
    code: "client_not_allowed",
    expected: `a client of ${product.name}`,
    actual: token.clientId ?? "nothing",
  };
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

function refuse(
  { failedStatus }: DecisionSettings,
  { code, expected, actual, needs, hint }: Finding & Partial<Missing>,
): Refuse {
  const { status, about } = REFUSALS[code];
  return {
    outcome: "refuse",
    status: about === "token" ? (failedStatus ?? status) : status,
    code,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    ...(hint !== undefined && { hint }),
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
