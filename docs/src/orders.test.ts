// #region setup
import { startEntra, type Entra } from "@product-auth/emulator";
import type { Express } from "express";
import request from "supertest";
import { createApp } from "./shortest.js";

describe("GET /orders", () => {
  let entra: Entra;
  let app: Express;

  before(async () => {
    entra = await startEntra({
      products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
      clients: { contoso: { products: ["starter"] }, fabrikam: {} },
    });
    app = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
  });
  after(() => entra.close());

  const orders = (token: string) => request(app).get("/orders").auth(token, { type: "bearer" });
  // #endregion setup

  // #region outcomes
  it("200 for a client with the role", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    await orders(token).expect(200, { for: entra.clients["contoso"]!.appId });
  });

  it("401 without a token", async () => {
    await request(app).get("/orders").expect(401).expect("www-authenticate", "Bearer");
  });

  it("403 for a client without the role", async () => {
    const token = await entra.tokenFor({ client: "fabrikam", product: "starter" });
    await orders(token).expect(403);
  });

  it("401 for a user", async () => {
    const token = await entra.tokenFor({ client: "contoso", product: "starter", delegated: true });
    await orders(token).expect(401);
  });
  // #endregion outcomes

  // #region flawed
  for (const flaw of ["expired", "wrongAudience", "wrongTenant", "foreignKey", "algNone", "idToken"] as const)
    it(`401 for a token that is ${flaw}`, async () => {
      await orders(await entra.flawed[flaw]()).expect(401);
    });
  // #endregion flawed

  // #region outage
  it("503 while the issuer is down, and 200 when it is back", async () => {
    const fresh = createApp({ tenantId: entra.tenantId, authorityHost: entra.origin });
    const token = await entra.tokenFor({ client: "contoso", product: "starter" });
    const get = () => request(fresh).get("/orders").auth(token, { type: "bearer" });

    entra.faults.outage();
    const { headers } = await get().expect(503);
    entra.faults.clear();
    await new Promise((over) => setTimeout(over, Number(headers["retry-after"]) * 1000));
    await get().expect(200);
  });
  // #endregion outage
});
