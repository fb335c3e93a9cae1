import type { ProductAuthOptions } from "#src/index.js";
import { PAIRS, SECRETS } from "./keys.js";
import { DOMAIN, TENANT, TENANT_TWO, type ProductName } from "./places.js";

/** One way to set an API up: the options, and what follows from them in plain words. */
export interface SetUp {
  readonly options: Partial<ProductAuthOptions<ProductName>>;
  readonly tenants: readonly string[];
  /** Whether only v2 tokens with `idtyp` pass. */
  readonly isPicky?: boolean;
  /** Whether the word Bearer may be left out. */
  readonly takesBareTokens?: boolean;
  /** Whether encrypted tokens pass. */
  readonly opensEnvelopes?: boolean;
}

const both = [TENANT, TENANT_TWO];
const privateKey = PAIRS.sealing.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const secret = SECRETS.envelope.toString("base64");

export const SET_UPS = {
  one: { options: { tenantId: TENANT }, tenants: [TENANT] },
  many: { options: { tenantId: "organizations", allowedTenants: both }, tenants: both },
  domain: { options: { tenantId: DOMAIN }, tenants: [TENANT] },
  list: {
    options: { tenantId: both, tokenSource: { requireScheme: false }, errors: "problem" },
    tenants: both,
    takesBareTokens: true,
  },
  picky: {
    options: { tenantId: TENANT, requireIdtyp: true, tokenVersions: ["2.0"] },
    tenants: [TENANT],
    isPicky: true,
  },
  envelopes: {
    options: { tenantId: TENANT, decryptionKeys: [{ id: "envelope", secret }, { privateKey }] },
    tenants: [TENANT],
    opensEnvelopes: true,
  },
} as const satisfies Record<string, SetUp>;

export type SetUpName = keyof typeof SET_UPS;
export const SET_UP_NAMES = Object.keys(SET_UPS) as SetUpName[];

/** A set-up with all its questions answered. */
export const setUpOf = (name: SetUpName): SetUp => SET_UPS[name];
