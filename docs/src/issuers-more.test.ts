import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { startEntra } from "@product-auth/emulator";
import { productAuth, type ProductAuthOptions } from "@product-auth/express";
import { expect } from "chai";
import express, { type Express } from "express";
import { CompactEncrypt, SignJWT } from "jose";
import request from "supertest";
import { createDescribedApp, encryptedTokens, keysInCode, type Keys } from "./issuers-more.js";

describe("issuers: keys, envelopes, metadata", () => {
  const [older, newer, envelope, other] = [ec(), ec(), ec(), ec()];
  const pem = (key: KeyObject, type: "spki" | "pkcs8") => key.export({ type, format: "pem" }).toString();
  const keys: Keys = {
    oldPublicKey: pem(older.publicKey, "spki"),
    newPublicKey: pem(newer.publicKey, "spki"),
    privateKey: pem(envelope.privateKey, "pkcs8"),
  };

  function app<P extends string>(options: ProductAuthOptions<P>): Express {
    const auth = productAuth(options);
    return express().use(auth, (_req, res) => void res.send("in"));
  }
  const status = async (api: Express, token: string, wanted: number) =>
    void (await request(api).get("/").auth(token, { type: "bearer" }).expect(wanted));

  it("keys in code: old and new ones side by side", async () => {
    const api = app(keysInCode(keys));
    const sign = (key: KeyObject, kid: string) =>
      new SignJWT({ client_id: "batch", roles: ["Orders.Use"] })
        .setProtectedHeader({ alg: "ES256", kid })
        .setIssuer("urn:contoso:batch")
        .setSubject("batch")
        .setAudience("https://orders.contoso.example")
        .setExpirationTime("10m")
        .sign(key);
    await status(api, await sign(older.privateKey, "2026-01"), 200);
    await status(api, await sign(newer.privateKey, "2026-02"), 200);
    await status(api, await sign(newer.privateKey, "2026-01"), 401);
    await status(api, await sign(other.privateKey, "2026-03"), 401);
  });

  it("encrypted tokens: what is inside is checked like any other", async () => {
    const entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] }, stranger: {} },
    });
    const api = app({ ...encryptedTokens(keys), authorityHost: entra.origin });
    const encrypted = async (client: string, key: KeyObject) =>
      new CompactEncrypt(Buffer.from(await entra.tokenFor({ client, product: "starter" })))
        .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", kid: "2026-01" })
        .encrypt(key);
    await status(api, await encrypted("contoso", envelope.publicKey), 200);
    await status(api, await encrypted("stranger", envelope.publicKey), 403);
    await status(api, await encrypted("contoso", other.publicKey), 401);
    await entra.close();
  });

  it("protected-resource metadata: open to all, and every challenge names it", async () => {
    const api = createDescribedApp();
    const path = "/.well-known/oauth-protected-resource/orders";
    const answer = await request(api).get(path).expect(200);
    expect(answer.body).to.deep.equal({
      resource: "https://api.contoso.example/orders",
      authorization_servers: ["https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"],
      scopes_supported: ["api://55556666-ffff-7777-aaaa-8888bbbb9999/.default"],
      bearer_methods_supported: ["header"],
      resource_name: "Orders",
    });
    const challenge = `Bearer resource_metadata="https://api.contoso.example${path}"`;
    await request(api).get("/").expect(401).expect("www-authenticate", challenge);
  });
});

function ec(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}
