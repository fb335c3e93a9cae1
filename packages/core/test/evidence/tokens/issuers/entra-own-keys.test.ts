import { expect } from "chai";
import { createProductAuth, type ProductAuth } from "#src/index.js";
import { HINTS } from "#src/refusals/hints.js";
import type { DecisionEvent } from "#src/index.js";
import { CLIENT, PRO_ID, STARTER_ID, TENANT } from "../../../ids.js";
import { viewOf } from "../../../request/view-of.js";
import { claims } from "./claims-of.js";
import { HOST, V1, V2 } from "./entra-of.js";
import { signer } from "../signer.js";

const [tenantKey, ownKey] = [signer("tenant", "RS256"), signer("own", "RS256")];
const discovery = (version: "" | "v2.0/", query = "") =>
  `${HOST}/${TENANT}/${version}.well-known/openid-configuration${query}`;
const APP = `?appid=${STARTER_ID}`;

describe("applications of Entra with their own signing key (claims mapping, ?appid=)", () => {
  const documents: Record<string, object> = {
    [discovery("v2.0/")]: { issuer: V2(), jwks_uri: `${HOST}/keys` },
    [discovery("")]: { issuer: V1(), jwks_uri: `${HOST}/keys` },
    [discovery("v2.0/", APP)]: { issuer: V2(), jwks_uri: `${HOST}/keys${APP}` },
    [discovery("", APP)]: { issuer: V1(), jwks_uri: `${HOST}/keys${APP}` },
    [`${HOST}/keys`]: { keys: [tenantKey.jwk] },
    [`${HOST}/keys${APP}`]: { keys: [ownKey.jwk] },
  };
  let asked: string[];
  let events: DecisionEvent[];
  beforeEach(() => {
    asked = [];
    events = [];
  });

  const products = (ownSigningKey: boolean) => ({
    starter: { audience: [`api://orders.example`, STARTER_ID], ownSigningKey, role: "Product.Pro.All" },
    pro: { audience: PRO_ID, role: "Product.Pro.All" },
  });
  const authOf = (ownSigningKey: boolean) =>
    createProductAuth({
      tenantId: TENANT,
      products: products(ownSigningKey),
      clock: () => 1_767_312_000_000,
      onDecision: (event) => void events.push(event),
      fetch: (url) => {
        const address = url as string;
        asked.push(address);
        return Promise.resolve(Response.json(documents[address] ?? {}));
      },
    });
  const judged = async (auth: ProductAuth<"starter" | "pro">, token: string) => {
    await auth.authorize(viewOf({ authorization: `Bearer ${token}` }), auth.anyProduct);
    const { code, product } = events.at(-1)!;
    return code ?? product;
  };
  const times = { iat: 1_767_311_000, nbf: 1_767_311_000, exp: 1_767_315_000 };
  const token = (by: typeof ownKey, aud: string, over: object = {}) =>
    by.token(claims({ aud, roles: ["Product.Pro.All"], ...times, ...over }));
  const v1 = { ver: "1.0", iss: V1(), azp: undefined, azpacr: undefined, appid: CLIENT, appidacr: "1" };

  it("its key signs tokens for its audiences", async () => {
    const auth = authOf(true);
    expect(await judged(auth, token(ownKey, STARTER_ID))).to.equal("starter");
    expect(asked).to.deep.equal([discovery("v2.0/", APP), `${HOST}/keys${APP}`]);
    expect(await judged(auth, token(ownKey, "api://orders.example", v1))).to.equal("starter");
  });
  it("and no other token: not one for another product, nor one for several audiences", async () => {
    const auth = authOf(true);
    await auth.ready();
    expect(await judged(auth, token(ownKey, PRO_ID))).to.equal("token_unknown_key");
    expect(await judged(auth, token(ownKey, PRO_ID, { appid: STARTER_ID }))).to.equal("token_unknown_key");
    const several = ownKey.token(claims({ ...times, aud: [STARTER_ID, PRO_ID] }));
    expect(await judged(auth, several)).to.equal("token_audience");
    expect(await judged(auth, token(tenantKey, PRO_ID))).to.equal("pro");
  });
  it("the tenant's keys do not sign for it", async () => {
    const auth = authOf(true);
    expect(await judged(auth, token(tenantKey, STARTER_ID))).to.equal("token_unknown_key");
    expect(events.at(-1)).to.not.have.property("hint");
  });
  it("without the option its tokens are refused, and the hint names it", async () => {
    const auth = authOf(false);
    expect(await judged(auth, token(ownKey, STARTER_ID))).to.equal("token_unknown_key");
    expect(events.at(-1)).to.include({ hint: HINTS.ownSigningKey });
    expect(HINTS.ownSigningKey).to.include("ownSigningKey: true");
  });
  it("health shows a source per token version for the tenant and for each such product", async () => {
    const auth = authOf(true);
    await auth.ready();
    expect(auth.health().issuers.map(({ from, usable }) => [from, usable])).to.deep.equal([
      [discovery(""), true],
      [discovery("v2.0/"), true],
      [discovery("", APP), true],
      [discovery("v2.0/", APP), true],
    ]);
  });
  it("update() changes who has such a key; remembered tokens are judged again", async () => {
    const auth = authOf(true);
    const [own, tenants] = [token(ownKey, STARTER_ID), token(tenantKey, STARTER_ID)];
    expect(await judged(auth, own)).to.equal("starter");
    auth.update({ products: products(false) });
    expect(await judged(auth, own)).to.equal("token_unknown_key");
    expect(await judged(auth, tenants)).to.equal("starter");
    expect(auth.health().issuers).to.have.length(2);
    auth.update({ products: products(true) });
    expect(await judged(auth, own)).to.equal("starter");
    expect(await judged(auth, tenants)).to.equal("token_unknown_key");
  });
  it("a token whose keys are being fetched while update() changes that is judged by the new products", async () => {
    const auth = authOf(true);
    const waiting = judged(auth, token(ownKey, STARTER_ID));
    auth.update({ products: products(false) });
    expect(await waiting).to.equal("token_unknown_key");
    expect(auth.health().rememberedTokens).to.equal(0);
  });
});
