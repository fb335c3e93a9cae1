import type { Demands } from "../security/need.js";
import type { DescribedGuard } from "./described-route.js";

/** The responses that a guard may give, by status, with a description. */
export function responsesOf(
  { alternatives, anonymous }: Demands,
  guards: readonly DescribedGuard[],
): Readonly<Record<string, { readonly description: string }>> {
  if (guards.length === 0) return {};
  const isLimited = guards.some(({ policies = [] }) => policies.some((policy) => "renewalPeriod" in policy));
  const takesTokens = alternatives.some(({ token }) => token);
  return {
    401: { description: anonymous ? "The credential is not valid." : "A valid credential is missing." },
    ...(takesTokens && { 403: { description: "The credential does not grant access to this operation." } }),
    ...(isLimited && { 429: { description: "Too many calls. `Retry-After` says when to call again." } }),
    503: {
      description: "The credential cannot be checked at the moment. `Retry-After` says when to call again.",
    },
  };
}
