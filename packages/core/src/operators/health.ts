import type { TokenHealth } from "../evidence/tokens/signed-token-validator.js";

/** State of an instance: whether it can decide, its keys and caches. Contains no secrets. */
export interface Health extends TokenHealth {
  /** `ok`: the last fetch of every issuer succeeded, or none has run yet; `degraded`: one failed, and kept keys are used; `unavailable`: an issuer has no usable keys. */
  readonly status: "ok" | "degraded" | "unavailable";
}

/** Summarizes the state of all issuers, including those that have not been used yet. */
export function healthOf(tokens: TokenHealth): Health {
  const failing = tokens.issuers.filter(({ failures }) => failures > 0);
  const status =
    failing.length === 0 ? "ok" : failing.every(({ usable }) => usable) ? "degraded" : "unavailable";
  return { status, ...tokens };
}
