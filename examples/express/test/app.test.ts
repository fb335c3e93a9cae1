import { expect } from "chai";
import request from "supertest";
import { startEntra, type Entra } from "@product-auth/emulator";
import { report } from "@product-auth/routes/express";
import type { Express } from "express";
import { createApp } from "../src/app.js";
import { app as declared, auth } from "../src/for-report.js";

describe("the API", () => {
  let entra: Entra;
  let app: Express;
  let close: () => Promise<void>;

  before(async () => {
    entra = await startEntra({
      products: { starter: {}, pro: { scopes: ["Orders.Write"] } },
      clients: { contoso: { products: ["starter", "pro"] }, stranger: {} },
    });
    const audiences = { starter: entra.products["starter"]!.audience, pro: entra.products["pro"]!.audience };
    const made = createApp(
      { tenantId: entra.tenantId, authorityHost: entra.origin, audiences },
      [
        { id: "one", scope: "/products/pro", primaryKey: "a-test-key" },
        { id: "two", scope: "/products/pro", primaryKey: "a-suspended-key", state: "suspended" },
      ],
      () => undefined,
    );
    app = made.app;
    close = () => made.auth.close();
  });

  after(async () => {
    await close();
    await entra.close();
  });

  const bearer = async (product: string, client = "contoso") =>
    ["authorization", `Bearer ${await entra.tokenFor({ client, product })}`] as const;

  it("is healthy without a credential", () => request(app).get("/health").expect(200, { ok: true }));

  it("leaves no route open without saying so", () =>
    expect(report(declared, auth).unprotected).to.deep.equal([]));

  it("refuses a request without a credential", () => request(app).get("/orders").expect(401));

  it("lists orders for a client of the starter product", async () => {
    const answer = await request(app)
      .get("/orders")
      .set(...(await bearer("starter")))
      .expect(200);
    expect(answer.body).to.have.property("client", entra.clients["contoso"]!.appId);
  });

  it("counts the calls of a client of the starter product, and refuses too many", async () => {
    const token = await bearer("starter");
    let answer = await request(app)
      .get("/orders")
      .set(...token);
    expect(answer.headers["x-remaining-calls"]).to.match(/^[0-9]$/);
    for (let call = 0; call < 10; call++)
      answer = await request(app)
        .get("/orders")
        .set(...token);
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers["retry-after"])).to.be.within(1, 60);
  });

  it("refuses a client that the product is not assigned to", async () =>
    request(app)
      .get("/orders")
      .set(...(await bearer("starter", "stranger")))
      .expect(403));

  it("refuses a token of another product", async () =>
    request(app)
      .get("/orders")
      .set(...(await bearer("pro")))
      .expect(401));

  it("gives reports for a subscription key", () =>
    request(app)
      .get("/reports/2026")
      .set("ocp-apim-subscription-key", "a-test-key")
      .expect(200, { year: "2026", product: "pro", credential: "key", subscription: "one" }));

  it("refuses a suspended subscription's key", () =>
    request(app).get("/reports/2026").set("ocp-apim-subscription-key", "a-suspended-key").expect(401));

  it("takes orders from a user with the scope", async () => {
    const token = await entra.tokenFor({
      client: "contoso",
      product: "pro",
      delegated: { scopes: ["Orders.Write"] },
    });
    await request(app)
      .post("/orders")
      .set("authorization", `Bearer ${token}`)
      .send({ item: "Cups" })
      .expect(201);
  });
});
