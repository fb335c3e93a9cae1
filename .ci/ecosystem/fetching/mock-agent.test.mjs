// Discovery and keys from undici's MockAgent.
import { strictEqual } from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { after, it } from "node:test";
import request from "supertest";
import { createApp } from "../runners/create-app.mjs";

// #region mock-agent
import { fetch, MockAgent } from "undici";

const tenantId = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const entra = `https://login.microsoftonline.com/${tenantId}`;

function entraWith(keys) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const pool = agent.get("https://login.microsoftonline.com");
  const answers = {
    "v2.0/.well-known/openid-configuration": {
      issuer: `${entra}/v2.0`,
      jwks_uri: `${entra}/discovery/v2.0/keys`,
    },
    "discovery/v2.0/keys": { keys },
  };
  for (const [path, body] of Object.entries(answers))
    pool
      .intercept({ path: `/${tenantId}/${path}` })
      .reply(200, body)
      .persist();
  return agent;
}

const createTestApp = (agent) =>
  createApp({ tenantId, fetch: (url, init) => fetch(url, { ...init, dispatcher: agent }) });
// #endregion mock-agent

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const agent = entraWith([{ ...publicKey.export({ format: "jwk" }), kid: "test", use: "sig" }]);
after(() => agent.close());

function tokenWith(claims) {
  const now = Math.floor(Date.now() / 1000);
  const oid = "33334444-cccc-5555-dddd-6666eeee7777";
  const aud = "55556666-ffff-7777-aaaa-8888bbbb9999";
  const all = {
    iss: `${entra}/v2.0`,
    aud,
    tid: tenantId,
    oid,
    sub: oid,
    azp: oid,
    ver: "2.0",
    iat: now,
    nbf: now,
  };
  const parts = [
    { alg: "RS256", typ: "JWT", kid: "test" },
    { ...all, exp: now + 3600, ...claims },
  ];
  const data = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${data}.${sign("sha256", Buffer.from(data), privateKey).toString("base64url")}`;
}

it("200 for a client with the role, 403 without", async () => {
  const app = createTestApp(agent);
  for (const [role, expected] of [
    ["Product.Starter.All", 200],
    ["Product.Other.All", 403],
  ]) {
    const token = tokenWith({ roles: [role] });
    const { status } = await request(app).get("/orders").auth(token, { type: "bearer" });
    strictEqual(status, expected);
  }
});
