import type { Product } from "../catalog/products.js";
import type { ClientEvidence, VerifiedToken } from "../evidence/evidence.js";
import { HINTS, hintsFor } from "../refusals/hints.js";
import { isoTime } from "../lib/iso-time.js";
import type { Finding } from "../refusals/refusals.js";
import { hasClaim, describeRequiredClaim } from "./required-claim.js";
import type { CompiledRule, NormalizedDemand } from "../rules/rule.js";
import { sanitize } from "../lib/sanitize.js";
import type { DecisionSettings } from "./decision.js";

/** A missing right, with all rights that the route requires. */
export interface Missing extends Finding {
  readonly needs: readonly string[];
}

/** Checks a genuine token: time, product, caller, rights, in the order of Entra's validation guidance. */
export function judgeToken<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  token: VerifiedToken,
  now: number,
  client?: ClientEvidence,
): Product<P> | Finding | Missing {
  const late = judgeTime(settings, token, now / 1000);
  if (late !== undefined) return late;
  const products = requirement.byAudience[token.profile];
  const { audience } = token;
  const named =
    typeof audience === "string"
      ? []
      : audience.map((one) => products.get(one)).filter((one) => one !== undefined);
  const product = typeof audience === "string" ? products.get(audience) : named[0];
  if (product === undefined) {
    const expected = `the audience of ${requirement.products.map(({ name }) => name).join(" or ")}`;
    return {
      code: "token_other_product",
      expected,
      actual: joined([audience].flat()),
      hint: hintsFor(token.profile).otherProduct,
    };
  }
  const nameless = judgeNamesClient(token);
  if (nameless !== undefined) return nameless;
  const caller = requirement.scopes === undefined ? "app-only" : "delegated";
  if (token.caller !== caller) {
    return {
      code: "token_kind",
      expected: requirement.scopes === undefined ? "an app-only token" : "a delegated token",
      actual: token.caller,
      hint: hintsFor(token.profile).caller[token.caller],
    };
  }
  const first = judgeRights(requirement, product, token);
  if (named.length <= 1) return first;
  // A token for several products may hold the rights of a product other than the first, and its client may be linked to that one.
  const judged = [first, ...named.slice(1).map((other) => judgeRights(requirement, other, token))];
  const fitting = judged.filter((one): one is Product<P> => !("code" in one));
  return fitting.find((one) => judgeClient(client, one, token) === undefined) ?? fitting[0] ?? first;
}

// Entra's access tokens name the client; its ID tokens do not.
function judgeNamesClient({ clientId, profile }: VerifiedToken): Finding | undefined {
  if (clientId !== undefined || profile === "openid") return undefined;
  return { code: "token_client", expected: "azp or appid", actual: "nothing", hint: HINTS.idToken };
}

/** Checks what does not depend on the rule: time, and that an Entra token names its client. */
export const judgeAnywhere = (
  settings: DecisionSettings,
  token: VerifiedToken,
  now: number,
): Finding | undefined => judgeTime(settings, token, now / 1000) ?? judgeNamesClient(token);

function judgeTime(
  { clockTolerance }: DecisionSettings,
  token: VerifiedToken,
  seconds: number,
): Finding | undefined {
  if (token.expiresAt !== undefined && seconds >= token.expiresAt + clockTolerance) {
    return {
      code: "token_expired",
      expected: `exp after ${isoTime(seconds * 1000)}`,
      actual: isoTime(token.expiresAt * 1000),
    };
  }
  const earliest = Math.max(token.notBefore ?? 0, token.issuedAt ?? 0);
  if (seconds >= earliest - clockTolerance) return undefined;
  return {
    code: "token_not_yet_valid",
    expected: `nbf and iat before ${isoTime(seconds * 1000)}`,
    actual: isoTime(earliest * 1000),
  };
}

function judgeRights<P extends string>(
  requirement: CompiledRule<P>,
  product: Product<P>,
  token: VerifiedToken,
): Product<P> | Finding | Missing {
  const { scopes, roles } = requirement;
  const role = scopes === undefined ? product.role : undefined;
  if (role !== undefined && !token.roles.includes(role)) {
    const { noRoles, otherRole } = hintsFor(token.profile);
    return {
      code: "role_missing",
      expected: role,
      actual: joined(token.roles),
      needs: needsOf(requirement, role),
      hint: token.roles.length === 0 ? noRoles : otherRole,
    };
  }
  if (scopes !== undefined && !satisfies(scopes, token.scopes)) {
    const hint = token.scopes.length === 0 ? hintsFor(token.profile).noScopes : undefined;
    return {
      code: "scope_missing",
      expected: describeDemand(scopes),
      actual: joined(token.scopes),
      needs: needsOf(requirement, role),
      ...(hint !== undefined && { hint }),
    };
  }
  if (roles !== undefined && !satisfies(roles, token.roles)) {
    return {
      code: "role_missing",
      expected: describeDemand(roles),
      actual: joined(token.roles),
      needs: needsOf(requirement, role),
    };
  }
  const claim = product.requiredClaims.find((required) => !hasClaim(token.claims, required));
  if (claim !== undefined) return { code: "claim_missing", expected: describeRequiredClaim(claim) };
  if (product.clients === undefined || product.clients.has(token.clientId ?? "")) return product;
  const hint = token.clientId === undefined ? hintsFor(token.profile).noClient : undefined;
  return {
    code: "client_not_allowed",
    expected: `a client of ${product.name}`,
    actual: sanitize(token.clientId),
    ...(hint !== undefined && { hint }),
  };
}

/** All rights that the route requires, for the challenge. */
function needsOf({ scopes, roles }: CompiledRule, role: string | undefined): string[] {
  return [...(scopes?.values ?? (role === undefined ? [] : [role])), ...(roles?.values ?? [])];
}

/** Whether the values that a token holds satisfy a demand. */
export function satisfies({ mode, values }: NormalizedDemand, held: readonly string[]): boolean {
  return mode === "all"
    ? values.every((value) => held.includes(value))
    : values.some((value) => held.includes(value));
}

const describeDemand = ({ mode, values }: NormalizedDemand) => values.join(mode === "all" ? " and " : " or ");
const joined = (values: readonly string[]) =>
  values.length === 0 ? "none" : sanitize(values.slice(0, 20).join(" "), 500);

/** Checks the registered client application: known, active, with an active owner, linked to the product. */
export function judgeClient(
  evidence: ClientEvidence | undefined,
  product: Product,
  { clientId }: VerifiedToken,
): Finding | undefined {
  if (evidence === undefined || evidence.kind === "absent" || evidence.kind === "unavailable")
    return undefined;
  if (evidence.kind === "unknown")
    return {
      code: "client_unknown",
      expected: "a registered client application",
      actual: clientId ?? "nothing",
    };
  const { state, ownerState = "active", products } = evidence.client;
  if (state === "pending" || state === "rejected") {
    return { code: "client_state", expected: "an active client application", actual: state };
  }
  if (ownerState !== "active")
    return { code: "client_owner", expected: "an active owner", actual: ownerState };
  if (products.includes(product.name)) return undefined;
  return { code: "client_not_linked", expected: `a link to ${product.name}`, actual: joined(products) };
}
