import type { Product, RequiredClaim } from "../catalog/products.js";
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
  keyScope?: string,
): Product<P> | Finding | Missing {
  const late = judgeTime(settings.clockTolerance, token, now / 1000);
  if (late !== undefined) return late;
  const { audience } = token;
  const candidates = candidatesFor(requirement, token);
  const [product] = candidates;
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
  const wrongCaller = judgeCaller(requirement.scopes === undefined ? "app-only" : "delegated", token);
  if (wrongCaller !== undefined) return wrongCaller;
  return candidates.length === 1
    ? judgeRights(requirement, product, token)
    : judgeCandidates(requirement, candidates, token, client, keyScope);
}

const NONE: readonly never[] = Object.freeze([]);

/** The products of the rule that have an audience of the token, in the order of the rule. */
export function candidatesFor<P extends string>(
  { byAudience, products }: CompiledRule<P>,
  { profile, audience }: VerifiedToken,
): readonly Product<P>[] {
  const owners = byAudience[profile];
  if (typeof audience === "string") return owners.get(audience) ?? NONE;
  if (audience.length === 1) return owners.get(audience[0]!) ?? NONE;
  const found = new Set(audience.flatMap((one) => owners.get(one) ?? NONE));
  return products.filter((product) => found.has(product));
}

/**
 * Of several products that the token may be for, the first all of whose demands it meets, its client's link included.
 * With a key of one of them, that one is tried first.
 */
function judgeCandidates<P extends string>(
  requirement: CompiledRule<P>,
  candidates: readonly Product<P>[],
  token: VerifiedToken,
  client: ClientEvidence | undefined,
  keyScope: string | undefined,
): Product<P> | Finding | Missing {
  const ofKey = keyScope === undefined ? undefined : requirement.byScope.get(keyScope);
  const inOrder =
    typeof ofKey === "object" && candidates.includes(ofKey)
      ? [ofKey, ...candidates.filter((one) => one !== ofKey)]
      : candidates;
  const judged = inOrder.map((product) => judgeRights(requirement, product, token));
  const fitting = judged.filter((one): one is Product<P> => !("code" in one));
  const opened = fitting.find((one) => judgeClient(client, one, token) === undefined) ?? fitting[0];
  if (opened !== undefined) return opened;
  if (requirement.scopes !== undefined) return judged[0]!; // scopes stand in for the roles
  const holder = inOrder.findIndex((product) => holdsRoleOf(product, token));
  if (holder !== -1) return judged[holder]!;
  const roles = candidates.map(({ role }) => role!);
  return {
    code: "role_missing",
    expected: roles.join(" or "),
    actual: joined(token.roles),
    needs: [...roles, ...(requirement.roles?.values ?? [])],
    hint: token.roles.length === 0 ? hintsFor(token.profile).noRoles : hintsFor(token.profile).otherRole,
  };
}

/** Whether a token carries the app role of a product, or the product has none. */
export const holdsRoleOf = ({ role }: Product, { roles }: VerifiedToken): boolean =>
  role === undefined || roles.includes(role);

/** Checks that an Entra token names its client: access tokens do, ID tokens do not. */
export function judgeNamesClient({ clientId, profile }: VerifiedToken): Finding | undefined {
  if (clientId !== undefined || profile === "openid") return undefined;
  return { code: "token_client", expected: "azp or appid", actual: "nothing", hint: HINTS.idToken };
}

/** Checks the kind of caller. */
export function judgeCaller(caller: "app-only" | "delegated", token: VerifiedToken): Finding | undefined {
  if (token.caller === caller) return undefined;
  return {
    code: "token_kind",
    expected: caller === "app-only" ? "an app-only token" : "a delegated token",
    actual: token.caller,
    hint: hintsFor(token.profile).caller[token.caller],
  };
}

/** Checks what does not depend on the rule: time, and that an Entra token names its client. */
export const judgeAnywhere = (
  settings: DecisionSettings,
  token: VerifiedToken,
  now: number,
): Finding | undefined => judgeTime(settings.clockTolerance, token, now / 1000) ?? judgeNamesClient(token);

/** Checks the validity period. `clockTolerance` and `seconds`, the time since 1970, in seconds. */
export function judgeTime(
  clockTolerance: number,
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
  if (scopes !== undefined && !satisfies(scopes, token.scopes))
    return missingScope(scopes, token, needsOf(requirement, role));
  if (roles !== undefined && !satisfies(roles, token.roles))
    return missing("role_missing", roles, token.roles, needsOf(requirement, role));
  return (
    judgeClaims(product.requiredClaims, token) ??
    judgeAllowedClient(product.clients, token, `a client of ${product.name}`) ??
    product
  );
}

/** The finding for an unmet demand. `needs`: all rights that are required together. */
export const missing = (
  code: "scope_missing" | "role_missing",
  demand: NormalizedDemand,
  held: readonly string[],
  needs: readonly string[],
): Missing => ({ code, expected: describeDemand(demand), actual: joined(held), needs });

/** The finding for unmet scopes, with a hint when the token has none. */
export function missingScope(
  demand: NormalizedDemand,
  token: VerifiedToken,
  needs: readonly string[],
): Missing {
  const hint = token.scopes.length === 0 ? hintsFor(token.profile).noScopes : undefined;
  const found = missing("scope_missing", demand, token.scopes, needs);
  return hint === undefined ? found : { ...found, hint };
}

/** Checks required claims, in order. */
export function judgeClaims(required: readonly RequiredClaim[], token: VerifiedToken): Finding | undefined {
  for (const claim of required)
    if (!hasClaim(token.claims, claim))
      return { code: "claim_missing", expected: describeRequiredClaim(claim) };
  return undefined;
}

/** Checks the client application against a list; undefined admits all. */
export function judgeAllowedClient(
  clients: ReadonlySet<string> | undefined,
  { clientId, profile }: VerifiedToken,
  expected: string,
): Finding | undefined {
  if (clients === undefined || clients.has(clientId ?? "")) return undefined;
  const hint = clientId === undefined ? hintsFor(profile).noClient : undefined;
  return {
    code: "client_not_allowed",
    expected,
    actual: sanitize(clientId),
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
/** Values for operators, shortened. */
export const joined = (values: readonly string[]): string =>
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
