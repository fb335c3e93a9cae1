import type { Decision, Refuse } from "../decision/decision.js";
import type { Writable } from "../lib/writable.js";
import { HINTS } from "../refusals/hints.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { CredentialSources } from "../request/credentials.js";
import type { RequestView } from "../request/request-view.js";
import { isAuthorization } from "../request/token-place.js";
import type { CompiledRule } from "../rules/rule.js";

/**
 * Adds a hint to the refusal of a request that seems to have no credential: whether it is a preflight, or carries a
 * credential at a place that is not looked at. The hint contains nothing of the request. Reads several header fields, so
 * call it only for a decision that an operator sees.
 */
export function hintAtMissing<D extends Decision>(
  decision: D,
  view: RequestView,
  { accepts, key, tokenPlace }: Pick<CompiledRule, "accepts" | "key" | "tokenPlace">,
  sources: CredentialSources,
): D {
  if (decision.outcome !== "refuse" || decision.hint !== undefined || !MISSING.has(decision.code))
    return decision;
  if (decision.policy !== undefined) return decision; // the fields below are those of the credential
  const hint = isPreflight(view)
    ? HINTS.preflight
    : accepts.key && hasOtherKey(view, key ?? sources.key)
      ? HINTS.keyElsewhere
      : accepts.token && !isAuthorization(tokenPlace ?? sources.token) && isSent(view, "authorization")
        ? HINTS.tokenElsewhere
        : undefined;
  if (hint !== undefined) (decision as Writable<Refuse>).hint = hint;
  return decision;
}

const MISSING: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "token_missing",
  "key_missing",
  "credentials_missing",
  "operation_unknown",
]);

// Fetch, "CORS-preflight fetch": the method and this field.
const isPreflight = (view: RequestView) =>
  view.method === "OPTIONS" && isSent(view, "access-control-request-method");

/** Fields in which clients of other gateways, and of API Management with other names, send a key. */
const KEY_FIELDS = [
  "ocp-apim-subscription-key",
  "x-api-key",
  "api-key",
  "apikey",
  "subscription-key",
  "x-subscription-key",
  "x-functions-key",
];

const hasOtherKey = (view: RequestView, { header }: CredentialSources["key"]) =>
  KEY_FIELDS.some((field) => field !== header && isSent(view, field));

const isSent = (view: RequestView, field: string) => (view.header(field) ?? "") !== "";
