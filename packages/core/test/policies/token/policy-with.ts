import type { TokenPolicy } from "#src/policies/token/token-policy.js";
import { PRO_ID } from "../../ids.js";

const NONE: ReadonlySet<string> = new Set();
const PRO: ReadonlySet<string> = new Set([PRO_ID]);

/** A token policy that demands an audience only, but for what is given. */
export const policyWith = (given: Partial<TokenPolicy> = {}): TokenPolicy => ({
  place: { place: "global", index: 0 },
  tokenPlace: { header: "authorization", scheme: "required" },
  issuers: [],
  audiences: { "entra-v1": NONE, "entra-v2": PRO, openid: PRO },
  clients: undefined,
  requiredClaims: [],
  scopes: undefined,
  roles: undefined,
  caller: undefined,
  clockTolerance: 0,
  requireExpirationTime: false,
  failedStatus: undefined,
  failedMessage: undefined,
  when: undefined,
  ...given,
});
