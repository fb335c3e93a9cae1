import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { EntraIssuer, type EntraSettings } from "#src/evidence/tokens/issuers/entra-issuer.js";
import { signingKeys } from "#src/evidence/tokens/keys/signing-keys.js";
import { PRO_ID, TENANT } from "../../../ids.js";

export const HOST = "https://login.microsoftonline.com";
export const OTHER_TENANT = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
/** How long its keys are good for. */
export const DAY = 86_400_000;

/** One tenant, both versions and the audience of pro. */
export const entraSettings = (over: Partial<EntraSettings> = {}): EntraSettings => ({
  host: HOST,
  authorities: [TENANT],
  tenants: [TENANT],
  profiles: ["entra-v1", "entra-v2"],
  requireIdtyp: false,
  audiences: {
    "entra-v1": new Set([`api://${PRO_ID}`]),
    "entra-v2": new Set([PRO_ID]),
    openid: new Set(["openid"]),
  },
  ownKeys: new Map(),
  refusedAudiences: { "entra-v1": new Set(), "entra-v2": new Set() },
  ...over,
});

/** Entra with these settings. */
export function entraOf(
  over: Partial<EntraSettings> = {},
  fetch = globalThis.fetch,
  clock = () => 0,
): EntraIssuer {
  const times = { refreshInterval: DAY, unknownKeyInterval: DAY, lastKnownGood: DAY };
  const limits = { fetch, timeout: 1_000, maxBytes: 20_000, signal: new AbortController().signal };
  return new EntraIssuer(entraSettings(over), times, limits, clock);
}

/** What Entra's documents said, keys aside. */
export const published = (issuer: string, cloud?: string): Snapshot => ({
  metadata: { issuer, jwksUri: `${HOST}/keys`, ...(cloud !== undefined && { cloud }) },
  keys: signingKeys([]),
  fetchedAt: 0,
});

/** Entra's issuer for a tenant. */
export const V2 = (tenant = TENANT): string => `${HOST}/${tenant}/v2.0`;
export const V1 = (tenant = TENANT): string => `https://sts.windows.net/${tenant}/`;
