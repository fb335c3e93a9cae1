import { readFileSync } from "node:fs";
import { startEntra, type Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { Express } from "express";
import request from "supertest";
import { beside, createApp, options } from "./from-gateway.js";

const page = readFileSync(new URL("../from-gateway.md", import.meta.url), "utf8");
const KEY = "Ocp-Apim-Subscription-Key";

describe("the page for those who come from a gateway", () => {
  let entra: Entra;
  let app: Express;
  before(async () => {
    entra = await startEntra({
      tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
      products: { orders: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999", roles: ["Orders.Read"] } },
      clients: { contoso: { products: ["orders"] }, fabrikam: {} },
    });
    app = createApp({ ...options, authorityHost: entra.origin });
  });
  after(() => entra.close());

  const tokenOf = (client: string) => entra.tokenFor({ client, product: "orders" });

  it("says in code every value of the policy documents", () => {
    const documents = [...page.matchAll(/```xml\n([^`]+)```/g)].map(([, text = ""]) => text).join("");
    const values = [...documents.matchAll(/"([^"]+)"|>([^<>\s][^<>]*)</g)].map(([, a, b]) => a ?? b ?? "");
    const code = JSON.stringify(options);
    const elsewhere = new Set(["Authorization", "roles"]); // the field is the default, the claim is written twice
    expect(values).to.have.length.above(5);
    for (const value of values) if (!elsewhere.has(value)) expect(code, value).to.include(value);
  });
  it("admits a key of the product with a token that has one of the roles", async () => {
    await request(app)
      .get("/orders")
      .set(KEY, "fabrikam-key")
      .set("authorization", `Bearer ${await tokenOf("contoso")}`)
      .expect(200);
  });
  it("refuses one without the other, and a token without the role, with 401", async () => {
    const bearer = `Bearer ${await tokenOf("contoso")}`;
    await request(app).get("/orders").set(KEY, "fabrikam-key").expect(401);
    await request(app).get("/orders").set("authorization", bearer).expect(401);
    await request(app)
      .get("/orders")
      .set(KEY, "fabrikam-key")
      .set("authorization", `Bearer ${await tokenOf("fabrikam")}`)
      .expect(401);
  });
  it("admits no caller past a gateway that shows its certificate", async () => {
    const behind = createApp({ ...options, ...beside, authorityHost: entra.origin });
    await request(behind)
      .get("/orders")
      .set(KEY, "fabrikam-key")
      .set("authorization", `Bearer ${await tokenOf("contoso")}`)
      .expect(401, /Client certificate missing/);
  });
  it("answers 404 to a path that no API has", async () => {
    await request(app).get("/elsewhere").set(KEY, "fabrikam-key").expect(404);
  });
  it("counts the calls of a subscription", async () => {
    const bearer = `Bearer ${await tokenOf("contoso")}`;
    const limited = createApp({
      ...options,
      authorityHost: entra.origin,
      products: { gold: { ...options.products.gold, rateLimit: { calls: 1, renewalPeriod: 60 } } },
    });
    const call = () => request(limited).get("/orders").set(KEY, "fabrikam-key").set("authorization", bearer);
    await call().expect(200);
    await call().expect(429, /Rate limit is exceeded/);
  });
});
