import type { ProductAuthOptions, Rule } from "#src/index.js";
import { PAIRS, SECRETS } from "./keys.js";

/** When everything happens: 2026-01-02T03:04:05Z, in seconds. */
export const START = 1_767_323_045;
/** Seconds that clocks may differ. */
export const TOLERANCE = 300;
export const MAX_TOKEN_LENGTH = 16_384;

export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
export const TENANT_TWO = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
/** A name of the first tenant. */
export const DOMAIN = "contoso.example.com";
export const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";
export const STARTER_ID = "55556666-ffff-7777-aaaa-8888bbbb9999";
export const PRO_ID = "7b0c9e11-2222-4333-8444-955566667777";
export const PARTNER_ID = "c3d4e5f6-3333-4444-8555-666677778888";
export const CLIENT = "1f2e3d4c-5b6a-4789-8123-456789abcdef";
export const PARTNER_CLIENT = "2a3b4c5d-6e7f-4890-9234-56789abcdef0";

export type ProductName = "starter" | "pro" | "partner";

export const PRODUCTS: ProductAuthOptions<ProductName>["products"] = {
  starter: { displayName: "Starter", audience: `api://${STARTER_ID}` },
  pro: { displayName: "Pro", audience: [PRO_ID, "https://pro.example.com"] },
  partner: {
    displayName: "Partner",
    audience: `api://${PARTNER_ID}`,
    role: false,
    clients: [PARTNER_CLIENT],
    requiredClaims: [{ name: "plan", values: ["gold"], separator: " " }],
  },
};

/** The rules of the API; `any` is what guards all of it. */
export const RULES = {
  any: { product: ["starter", "pro", "partner"] },
  starter: { product: "starter" },
  either: { product: ["pro", "starter"] },
  write: { product: "pro", scopes: ["Orders.Write"] },
  read: { scopes: { any: ["Orders.Read", "Orders.Write"] } },
  auditor: { product: "pro", roles: ["Auditor"] },
  partner: { product: "partner" },
} as const satisfies Record<string, Rule<ProductName>>;

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** Issuers other than Entra by the algorithms they use; `mixed` has keys of all kinds, `published` a key set. */
export const ISSUERS = {
  rs: "https://rs.example.com",
  ps: "https://ps.example.com",
  es: "https://es.example.com",
  ed: "https://ed.example.com",
  hs: "https://hs.example.com",
  mixed: "https://mixed.example.com",
  published: "https://published.example.com",
} as const;

/** Issuers that are trusted with these products only. */
export const TRUSTED_WITH_SOME = { [ISSUERS.rs]: ["pro", "partner"] } as const;

const secret = SECRETS.secret.toString("base64");

export const ISSUER_OPTIONS = [
  {
    issuer: ISSUERS.rs,
    algorithms: ["RS256"],
    products: TRUSTED_WITH_SOME[ISSUERS.rs],
    signingKeys: [
      { id: "rs-1", publicKey: PAIRS.ours.pem },
      { id: "rs-2", publicKey: PAIRS.other.pem },
    ],
  },
  { issuer: ISSUERS.ps, algorithms: ["PS256"], signingKeys: [{ publicKey: PAIRS.ours.pem }] },
  { issuer: ISSUERS.es, algorithms: ["ES256"], signingKeys: [{ id: "es-1", publicKey: PAIRS.ec.pem }] },
  { issuer: ISSUERS.ed, algorithms: ["EdDSA"], signingKeys: [{ id: "ed-1", publicKey: PAIRS.ed.pem }] },
  {
    issuer: ISSUERS.hs,
    algorithms: ["HS256"],
    signingKeys: [{ id: "hs-1", secret }],
    requireExpirationTime: false,
  },
  {
    issuer: ISSUERS.mixed,
    algorithms: ["RS256", "ES256", "HS256"],
    signingKeys: [
      { id: "mixed-rsa", publicKey: PAIRS.ours.pem },
      { id: "mixed-ec", publicKey: PAIRS.ec.pem },
      { secret },
    ],
  },
  { issuer: ISSUERS.published, algorithms: ["ES256", "EdDSA"], jwksUri: `${ISSUERS.published}/keys` },
] as const satisfies ProductAuthOptions["issuers"];
