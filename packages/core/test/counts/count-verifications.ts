// Counts the signatures that requests with token policies cause to be verified. A separate process, because it replaces
// `crypto.verify` and `crypto.createVerify`. Prints what was counted in JSON.
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import {
  createProductAuth,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
} from "#src/index.js";
import { signer, type Signer } from "../evidence/tokens/signer.js";
import { inWords } from "../evidence/evidence-of.js";
import { viewOf } from "../request/view-of.js";

/** What one request caused. */
export interface Counted {
  readonly decided: string;
  readonly verified: number;
  /** Signatures among them that do not hold. */
  readonly bad: number;
}

const { verify, createVerify } = crypto;
let verified = 0;
let bad = 0;
function noted(holds: boolean): boolean {
  verified += 1;
  if (!holds) bad += 1;
  return holds;
}
Object.assign(crypto, {
  verify: (...given: Parameters<typeof verify>) => noted(Boolean(Reflect.apply(verify, crypto, given))),
  createVerify(...given: Parameters<typeof createVerify>) {
    const made = createVerify(...given);
    const check = made.verify.bind(made);
    made.verify = (...key: [never, never]) => noted(check(...key));
    return made;
  },
});
syncBuiltinESMExports();

const AUDIENCE = "https://api.contoso.example";
const ISSUER = "https://main.example";
const main = signer("main", "RS256");
const stolen = signer("main", "RS256");
const entryOf = ({ key }: Signer) => ({
  issuer: ISSUER,
  signingKeys: [{ id: "main", publicKey: key.key.export({ type: "spki", format: "pem" }).toString() }],
});
const policy = { audiences: [AUDIENCE] };
const tokenOf = ({ token }: Signer, jti: string) =>
  token({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "shop",
    client_id: "shop",
    roles: ["R"],
    exp: 4_000_000_000,
    jti,
  });

const auth = (
  products: object,
  policies: ProductAuthOptions["policies"] = {},
  more: Partial<ProductAuthOptions> = {},
) =>
  createProductAuth({
    ...more,
    issuers: [{ name: "main", ...entryOf(main) }],
    products: products as NonNullable<ProductAuthOptions["products"]>,
    policies,
    subscriptions: [{ id: "acme", scope: "/products/starter", primaryKey: "acme" }],
  });

function counted(by: ProductAuth, requirement: Requirement, headers: Record<string, string>): Counted {
  verified = bad = 0;
  const decision = by.authorize(viewOf(headers), requirement);
  if (decision instanceof Promise) throw new Error("all keys are given: nothing is awaited");
  return { decided: inWords(decision), verified, bad };
}

const key = { "ocp-apim-subscription-key": "acme" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const PRODUCT = { audience: AUDIENCE, role: "R", accepts: ["token" as const, "key" as const] };
const updated = auth({ starter: PRODUCT }, { validateJwt: policy });
const kept = bearer(tokenOf(main, "kept"));
function afterUpdate(products: object, policies: object = { validateJwt: policy }): Counted {
  updated.update({ products: products as NonNullable<ProductAuthOptions["products"]>, policies });
  return counted(updated, updated.anyProduct, kept);
}

const four = auth(
  { starter: { accepts: ["key"], validateJwt: policy } },
  { validateJwt: [policy, { ...policy, name: "caller", roles: ["R"] }] },
);
const ofFour = four.requirement({ product: "starter", validateJwt: { ...policy, clients: ["shop"] } });
const own = auth({
  starter: { audience: AUDIENCE, role: "R", accepts: ["token", "key"], validateJwt: [policy, policy] },
});
const two = auth({ starter: { accepts: ["key"], validateJwt: policy } }, { validateJwt: policy });
const apart = auth(
  { starter: { accepts: ["key"] } },
  { validateJwt: [policy, { ...policy, issuers: [entryOf(stolen)] }] },
);

const badCredentials = { calls: 1, renewalPeriod: 60 };
const throttled = auth(
  { starter: { audience: AUDIENCE, role: "R", accepts: ["token", "key"] } },
  {},
  { badCredentials },
);
const throttledPolicy = auth({ starter: { accepts: ["key"], validateJwt: policy } }, {}, { badCredentials });

const known = { ...key, ...bearer(tokenOf(main, "four")) };
const outcome = {
  "before any update": counted(updated, updated.anyProduct, kept),
  "after an update of texts": afterUpdate({ starter: { ...PRODUCT, displayName: "Start" } }),
  "after an update that adds an audience": afterUpdate({
    starter: PRODUCT,
    pro: { audience: "https://pro.contoso.example", role: "P" },
  }),
  "after an update that adds a policy's audience": afterUpdate(
    { starter: PRODUCT, pro: { audience: "https://pro.contoso.example", role: "P" } },
    { validateJwt: { audiences: [AUDIENCE, "https://other.contoso.example"] } },
  ),
  "after an update that takes its audience": afterUpdate({
    starter: { ...PRODUCT, audience: "https://pro.contoso.example" },
  }),
  "four policies, cold": counted(four, ofFour, known),
  "four policies, warm": counted(four, ofFour, known),
  "the product's own token, cold": counted(own, own.anyProduct, bearer(tokenOf(main, "own"))),
  "a bad signature, two policies": counted(two, two.anyProduct, {
    ...key,
    ...bearer(tokenOf(stolen, "bad")),
  }),
  "a bad signature of the credential": counted(own, own.anyProduct, bearer(tokenOf(stolen, "bad"))),
  "policies with other keys for one issuer": counted(apart, apart.anyProduct, {
    ...key,
    ...bearer(tokenOf(main, "apart")),
  }),
  "throttled, a known token's first request": counted(
    throttled,
    throttled.anyProduct,
    bearer(tokenOf(main, "early")),
  ),
  "throttled, the last bad token": counted(throttled, throttled.anyProduct, bearer(tokenOf(stolen, "last"))),
  "throttled, a forged token above the limit": counted(
    throttled,
    throttled.anyProduct,
    bearer(tokenOf(stolen, "above")),
  ),
  "throttled, a good new token above the limit": counted(
    throttled,
    throttled.anyProduct,
    bearer(tokenOf(main, "late")),
  ),
  "throttled, the last bad token of a policy": counted(throttledPolicy, throttledPolicy.anyProduct, {
    ...key,
    ...bearer(tokenOf(stolen, "last")),
  }),
  "throttled, a good new token of a policy above the limit": counted(
    throttledPolicy,
    throttledPolicy.anyProduct,
    { ...key, ...bearer(tokenOf(main, "late")) },
  ),
};
console.log(JSON.stringify(outcome satisfies Record<string, Counted>));
