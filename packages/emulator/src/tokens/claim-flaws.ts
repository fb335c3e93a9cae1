import { randomBytes } from "node:crypto";
import { type Authority, issuerOf } from "../authority.js";
import type { FlawedTokens } from "./flawed-tokens.js";
import type { Members } from "./compact-jws.js";
import type { Draft } from "./token-wish.js";

/** Flaws that a rightly signed token can have. */
export type ClaimFlaw = Exclude<
  keyof FlawedTokens,
  | "wrongSignature"
  | "tamperedPayload"
  | "algNone"
  | "hs256WithPublicKey"
  | "foreignKey"
  | "delegated"
  | "garbage"
>;

type Change = { readonly header?: Members; readonly claims?: Members };

const hour = 3600;
const elsewhere = "99998888-7777-4666-8555-444433332222";

/** What each flaw changes; undefined removes a member. */
export const claimFlaws: Record<ClaimFlaw, (draft: Draft, authority: Authority) => Change> = {
  expired: (_, { clock }) => {
    const exp = seconds(clock.now()) - hour;
    return { claims: { iat: exp - hour, nbf: exp - hour, exp } };
  },
  notYetValid: (_, { clock }) => {
    const nbf = seconds(clock.now()) + hour;
    return { claims: { nbf, exp: nbf + hour } };
  },
  noExpiry: () => ({ claims: { exp: undefined } }),
  ps256: () => ({ header: { alg: "PS256" } }),
  unknownKid: ({ grant }) => {
    const kid = randomBytes(20).toString("base64url");
    return { header: grant.version === 1 ? { kid, x5t: kid } : { kid } };
  },
  noKid: () => ({ header: { kid: undefined } }),
  wrongAudience: ({ grant }) => ({ claims: { aud: grant.version === 2 ? elsewhere : `api://${elsewhere}` } }),
  arrayAudience: ({ claims }) => ({ claims: { aud: [claims["aud"]] } }),
  noAudience: () => ({ claims: { aud: undefined } }),
  wrongIssuer: ({ grant }, { directory }) => ({
    claims: { iss: issuerOf("https://login.microsoftonline.com.example", directory.tenantId, grant.version) },
  }),
  wrongTenant: () => ({ claims: { tid: elsewhere } }),
  otherTenantIssuer: ({ grant }, { issuerOrigin }) => ({
    claims: { iss: issuerOf(issuerOrigin, elsewhere, grant.version) },
  }),
  noTid: () => ({ claims: { tid: undefined } }),
  noVer: () => ({ claims: { ver: undefined } }),
  v1IssuerInV2: ({ grant }, { issuerOrigin, directory }) => ({
    claims: { iss: issuerOf(issuerOrigin, directory.tenantId, grant.version === 2 ? 1 : 2) },
  }),
  noClient: () => ({ claims: { azp: undefined, appid: undefined } }),
  noRoles: () => ({ claims: { roles: undefined } }),
  otherRole: () => ({ claims: { roles: ["Product.SomeOther.All"] } }),
  roleWrongCase: (draft) => ({ claims: { roles: rolesToCarry(draft).map(otherCase) } }),
  contradictoryKind: () => ({ claims: { idtyp: "app", scp: "user_impersonation" } }),
  idTypDevice: () => ({ claims: { idtyp: "device" } }),
  idToken: ({ grant }) => ({
    claims: {
      ...noAccess,
      ...someUser,
      aud: grant.client.appId,
      nonce: randomBytes(16).toString("base64url"),
    },
  }),
  graphToken: () => ({ header: { nonce: randomBytes(32).toString("base64url") } }),
  critHeader: () => ({ header: { crit: ["urn:product-auth:emulator"], "urn:product-auth:emulator": true } }),
  tooLong: () => ({ claims: { padding: "x".repeat(15_360) } }), // base64url makes 20 KiB of it
};

/** Roles for a token whose flaw lies elsewhere: the assigned ones, or else all that the product defines. */
export function rolesToCarry({ grant }: Pick<Draft, "grant">): string[] {
  return [...(grant.roles.length > 0 ? grant.roles : grant.product.roles)];
}

const noAccess = { azp: undefined, azpacr: undefined, appid: undefined, appidacr: undefined, idp: undefined };
const someUser = {
  oid: "5d2ff6d1-2d0b-4f0e-9d3e-2f6d7c1b8a90",
  sub: "cDJq0cAZ0Wn3mRr2wJk4r1pFzT5mVb2Jw6o1nqz8y7k",
  name: "adele.vance",
};

function otherCase(role: string): string {
  return role === role.toLowerCase() ? role.toUpperCase() : role.toLowerCase();
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
