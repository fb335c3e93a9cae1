import { CLIENT, ISSUERS, PARTNER_CLIENT, PARTNER_ID, PRO_ID, START, STARTER_ID } from "./places.js";
import { TENANT, TENANT_TWO, type RuleName } from "./places.js";
import { v1Issuer, v2Issuer } from "./documents.js";
import { membersOf, type Draft } from "./draft.js";
import type { SetUp } from "./house.js";
import type { KeyName } from "./keys.js";

/** A good token: who signs it, and where it opens what. */
export interface BaseToken extends Draft {
  readonly name: string;
  readonly key: KeyName;
  readonly opens: RuleName;
  readonly at: readonly SetUp[];
}

type Claims = Readonly<Record<string, unknown>>;

const OBJECT = "d4c3b2a1-9876-4543-8210-fedcba987654";
const USER = "e5d4c3b2-a198-4765-8432-10fedcba9876";
const times = { iat: START - 300, nbf: START - 300, exp: START + 3600 };
const app = { oid: OBJECT, sub: OBJECT };
const user = { oid: USER, sub: "cDJq0cAZ0Wn3mRr2wJk4r1pFzT5mVb2Jw6o1nqz8y7k", name: "adele.vance" };
const everywhere = ["one", "many"] as const;

function entra(name: string, opens: RuleName, claims: Claims, kid = "entra-any", at = everywhere as readonly SetUp[]): BaseToken {
  const header = { typ: "JWT", alg: "RS256", ...(claims["ver"] === "1.0" && { x5t: kid }), kid };
  const own = { ...times, aio: `aio ${name}`, rh: `rh ${name}`, uti: `uti ${name}`, ...claims };
  const key = kid === "entra-other" ? "other" : "ours";
  return { name, opens, at, key, header: membersOf(header), claims: membersOf(own) };
}

const v2 = (claims: Claims, tenant = TENANT): Claims => ({
  ...{ ver: "2.0", tid: tenant, iss: v2Issuer(tenant), azp: CLIENT, azpacr: "1" },
  ...claims,
});
const v1 = (claims: Claims, tenant = TENANT): Claims => ({
  ...{ ver: "1.0", tid: tenant, iss: v1Issuer(tenant), appid: CLIENT, appidacr: "1" },
  ...claims,
});

const starterRole = { roles: ["Product.Starter.All"] };
const proRole = { roles: ["Product.Pro.All"] };
const scp = { scp: "Orders.Read Orders.Write" };

const ENTRA: readonly BaseToken[] = [
  entra("v2 app", "starter", v2({ aud: STARTER_ID, ...app, ...starterRole })),
  entra("v1 app", "starter", v1({ aud: `api://${STARTER_ID}`, ...app, ...starterRole })),
  entra("v1 app by GUID", "any", v1({ aud: STARTER_ID, ...app, ...starterRole }), "entra-bare"),
  entra("v1 app with slash", "either", v1({ aud: "https://pro.example.com/", ...app, ...proRole })),
  entra("v2 app with idtyp", "either", v2({ aud: PRO_ID, idtyp: "app", ...app, ...proRole }), "entra-other"),
  entra("v2 app without issuer of key", "any", v2({ aud: PRO_ID, ...app, ...proRole }), "entra-bare"),
  entra("v2 auditor", "auditor", v2({ aud: PRO_ID, ...app, roles: ["Product.Pro.All", "Auditor"] })),
  entra("v2 partner", "partner", v2({ aud: PARTNER_ID, ...app, azp: PARTNER_CLIENT, plan: "gold silver" })),
  entra("v2 user", "write", v2({ aud: PRO_ID, ...user, ...scp })),
  entra("v2 user with idtyp", "any", v2({ aud: PRO_ID, idtyp: "user", ...user, ...scp })),
  entra("v1 user with role", "read", v1({ aud: `api://${PRO_ID}/`, ...user, ...scp, ...proRole })),
  entra("v2 app of tenant two", "starter", v2({ aud: STARTER_ID, ...app, ...starterRole }, TENANT_TWO), "entra-any", ["many"]),
  entra("v2 app by tenant two's key", "any", v2({ aud: PRO_ID, ...app, ...proRole }, TENANT_TWO), "entra-two", ["many"]),
  entra("v1 app by tenant two's key", "either", v1({ aud: PRO_ID, ...app, ...proRole }, TENANT_TWO), "entra-two", ["many"]),
];

function openId(name: keyof typeof ISSUERS, key: KeyName, header: Claims, opens: RuleName, claims: Claims): BaseToken {
  const common = { iss: ISSUERS[name], sub: CLIENT, client_id: CLIENT, jti: `jti ${name}`, ...times };
  const own = { ...common, ...claims };
  return { name: `${name} ${key}`, opens, at: everywhere, key, header: membersOf(header), claims: membersOf(own) };
}

const pro = { aud: ["https://other.example.com", "https://pro.example.com"], ...proRole };
const starter = { aud: `api://${STARTER_ID}`, roles: "Auditor Product.Starter.All" };
const delegated = { aud: PRO_ID, sub: "adele", scope: "Orders.Read Orders.Write" };

const OPENID: readonly BaseToken[] = [
  openId("rs", "ours", { alg: "RS256", typ: "at+jwt", kid: "rs-1" }, "either", pro),
  openId("rs", "other", { alg: "RS256", kid: "rs-2" }, "write", delegated),
  openId("ps", "ours", { alg: "PS256", typ: "JWT" }, "starter", starter),
  openId("es", "ec", { alg: "ES256", kid: "es-1", typ: "application/at+jwt" }, "any", pro),
  openId("ed", "ed", { alg: "EdDSA", kid: "ed-1" }, "read", delegated),
  openId("hs", "secret", { alg: "HS256", kid: "hs-1" }, "starter", starter),
  openId("mixed", "ours", { alg: "RS256", kid: "mixed-rsa" }, "any", starter),
  openId("mixed", "ec", { alg: "ES256" }, "any", delegated),
  openId("mixed", "secret", { alg: "HS256" }, "either", pro),
  openId("published", "ec", { alg: "ES256", kid: "published-ec" }, "starter", starter),
  openId("published", "ed", { alg: "EdDSA" }, "write", delegated),
];

/** Every shape of token that is accepted somewhere. */
export const BASE_TOKENS: readonly BaseToken[] = [...ENTRA, ...OPENID];
