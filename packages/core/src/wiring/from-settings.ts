import type { IncomingMessage } from "node:http";
import { SignedTokenValidator, type TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import { TrustedClaimsValidator } from "../evidence/tokens/trusted-claims-validator.js";
import type { Timed } from "../lib/timed.js";
import { emitCountersEvent } from "../operators/counters-events.js";
import type { Settings } from "../options/settings.js";
import { GuardedCounters } from "../policies/limits/guarded-counters.js";

/** What validates tokens: their signatures, or the claims that the application has verified. */
export function tokenValidator<P extends string>(
  settings: Settings<P>,
  claimsOf: ((req: IncomingMessage) => unknown) | undefined,
): TokenValidator {
  const { telemetry } = settings;
  if (claimsOf !== undefined) return new TrustedClaimsValidator(settings, claimsOf);
  return new SignedTokenValidator(settings, telemetry && ((found) => telemetry.lookedUp("tokens", found)));
}

/** The counters of limits, in memory or in the store of the settings. */
export function guardedCounters<P extends string>({
  counters,
  clock,
  telemetry,
}: Settings<P>): GuardedCounters {
  return new GuardedCounters({
    ...counters,
    clock,
    onQuery: telemetry && ((...took: Parameters<Timed>) => telemetry.queried("counters", ...took)),
    onChange: (event) => emitCountersEvent(event, counters.onChange),
  });
}
