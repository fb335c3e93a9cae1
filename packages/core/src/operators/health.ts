import type { CountersHealth } from "../policies/limits/guarded-counters-settings.js";
import type { TokenHealth } from "../evidence/tokens/signed-token-validator.js";

/** State of an instance: whether it can decide, its keys and caches. Contains no secrets. */
export interface Health extends TokenHealth {
  /** `ok`: the last fetch of every issuer succeeded, or none has run yet; `degraded`: one failed, and kept keys are used; `unavailable`: an issuer has no usable keys. A failing store of counters is `degraded`. */
  readonly status: "ok" | "degraded" | "unavailable";
  /** Where calls are counted, and how many counters this process keeps. In its memory, quotas end with the process. */
  readonly counters: CountersHealth;
}

/** Summarizes the state of all issuers, including those that have not been used yet. */
export function healthOf(tokens: TokenHealth, counters: CountersHealth): Health {
  const failing = tokens.issuers.filter(({ failures }) => failures > 0);
  const isUsable = failing.every(({ usable }) => usable);
  const isWhole = failing.length === 0 && counters.state === "ok";
  const status = isWhole ? "ok" : isUsable ? "degraded" : "unavailable";
  return { status, ...tokens, counters };
}
