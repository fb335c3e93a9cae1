import type { TokenHealth } from "../evidence/tokens/token-side.js";

/** State of an instance: whether it can decide, and what it holds. Nothing secret. */
export interface Health extends TokenHealth {
  /** `ok`: no fetch failed last; `degraded`: one did, but kept keys serve; `unavailable`: some keys cannot be had. */
  readonly status: "ok" | "degraded" | "unavailable";
}

/** Sums the parts up. An issuer that nobody has asked for yet counts as well. */
export function healthOf(tokens: TokenHealth): Health {
  const failing = tokens.issuers.filter(({ failures }) => failures > 0);
  const status =
    failing.length === 0 ? "ok" : failing.every(({ usable }) => usable) ? "degraded" : "unavailable";
  return { status, ...tokens };
}
