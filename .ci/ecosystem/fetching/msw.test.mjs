// Discovery and keys from MSW.
import { strictEqual } from "node:assert/strict";
import { after, before, it } from "node:test";
import request from "supertest";
import { createApp } from "../runners/create-app.mjs";

// #region msw
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

const tenantId = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const entra = `https://login.microsoftonline.com/${tenantId}`;
const { publicKey, privateKey } = await generateKeyPair("RS256");
const key = { ...(await exportJWK(publicKey)), kid: "test", use: "sig" };

const server = setupServer(
  http.get(`${entra}/v2.0/.well-known/openid-configuration`, () =>
    HttpResponse.json({ issuer: `${entra}/v2.0`, jwks_uri: `${entra}/discovery/v2.0/keys` }),
  ),
  http.get(`${entra}/discovery/v2.0/keys`, () => HttpResponse.json({ keys: [key] })),
);
before(() => server.listen({ onUnhandledRequest: "bypass" })); // requests to the API itself pass
after(() => server.close());

const tokenWith = (claims) =>
  new SignJWT({
    tid: tenantId,
    azp: "11112222-bbbb-3333-cccc-4444dddd5555",
    oid: "33334444-cccc-5555-dddd-6666eeee7777",
    sub: "33334444-cccc-5555-dddd-6666eeee7777", // equal to oid: a token for an application itself
    ver: "2.0",
    ...claims,
  })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "test" })
    .setIssuer(`${entra}/v2.0`)
    .setAudience("55556666-ffff-7777-aaaa-8888bbbb9999")
    .setIssuedAt()
    .setNotBefore("0s")
    .setExpirationTime("1h")
    .sign(privateKey);
// #endregion msw

const made = createApp({ tenantId }); // before server.listen()

it("200 for a client with the role, 403 without", () => expectOutcomes(made));
it("an application made while the server listens", () => expectOutcomes(createApp({ tenantId })));

async function expectOutcomes(app) {
  for (const [roles, expected] of [
    [["Product.Starter.All"], 200],
    [["Product.Other.All"], 403],
  ]) {
    const token = await tokenWith({ roles });
    const { status } = await request(app).get("/orders").auth(token, { type: "bearer" });
    strictEqual(status, expected);
  }
}
