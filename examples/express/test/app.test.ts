import { expect } from "chai";
import request from "supertest";
import { startEntra, type Entra } from "@product-auth/emulator";
import { report } from "@product-auth/routes/express";
import { createApp } from "../src/app.js";
import { app as declared, auth } from "../src/for-report.js";
import { createLog } from "../src/log.js";

const KEY = "ocp-apim-subscription-key";

describe("the API", () => {
  let entra: Entra;
  let api: ReturnType<typeof request>;
  let close: () => Promise<void>;
  const lines: string[] = [];

  before(async () => {
    entra = await startEntra({
      products: { starter: {}, pro: { scopes: ["Orders.Write"] } },
      clients: {
        contoso: { products: ["starter", "pro"] },
        fabrikam: { products: ["starter"] },
        stranger: {},
      },
    });
    const audiences = { starter: entra.products["starter"]!.audience, pro: entra.products["pro"]!.audience };
    const config = { tenantId: entra.tenantId, authorityHost: entra.origin, audiences };
    const subscriptions = [
      { id: "one", scope: "/products/pro", primaryKey: "a-test-key" },
      { id: "two", scope: "/products/pro", primaryKey: "a-suspended-key", state: "suspended" },
    ] as const;
    const log = createLog("info", { write: (line) => lines.push(line) });
    const { app, auth } = createApp({ entra: config, stores: { subscriptions }, log });
    api = request(app);
    close = () => auth.close();
  });

  after(async () => {
    await close?.();
    await entra?.close();
  });

  const tokenFor = (product: string, client = "contoso") => entra.tokenFor({ client, product });
  const bearer = async (product: string, client?: string) => `Bearer ${await tokenFor(product, client)}`;

  it("is alive and ready without a credential", async () => {
    await api.get("/health/live").expect(200, { status: "ok" });
    await api.get("/health/ready").expect(200, { status: "ok" });
  });

  it("leaves no route open without saying so", () =>
    expect(report(declared, auth).unprotected).to.deep.equal([]));

  it("refuses a request without a credential", () => api.get("/orders").expect(401));

  it("does not say which paths exist without a credential", () => api.get("/nowhere").expect(401));

  it("lists orders for a client of the starter product", async () => {
    const answer = await api
      .get("/orders")
      .set("authorization", await bearer("starter"))
      .expect(200);
    expect(answer.body).to.have.property("client", entra.clients["contoso"]!.appId);
  });

  it("counts the calls of a client of the starter product, and refuses too many", async () => {
    const authorization = await bearer("starter");
    let answer = await api.get("/orders").set({ authorization });
    expect(answer.headers["x-remaining-calls"]).to.match(/^[0-9]$/);
    for (let call = 0; call < 10; call++) answer = await api.get("/orders").set({ authorization });
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers["retry-after"])).to.be.within(1, 60);
  });

  it("refuses a client that the product is not assigned to", async () =>
    api
      .get("/orders")
      .set("authorization", await bearer("starter", "stranger"))
      .expect(403));

  it("refuses a token of another product", async () =>
    api
      .get("/orders")
      .set("authorization", await bearer("pro"))
      .expect(401));

  it("gives reports for a subscription key", () =>
    api
      .get("/reports/2026")
      .set(KEY, "a-test-key")
      .expect(200, { year: "2026", product: "pro", credential: "key", subscription: "one" }));

  it("refuses a suspended subscription's key", () =>
    api.get("/reports/2026").set(KEY, "a-suspended-key").expect(401));

  it("takes orders from a user with the scope", async () => {
    const token = await entra.tokenFor({
      client: "contoso",
      product: "pro",
      delegated: { scopes: ["Orders.Write"] },
    });
    await api.post("/orders").set("authorization", `Bearer ${token}`).send({ item: "Cups" }).expect(201);
  });

  it("logs each decision on one line, without tokens and keys", async () => {
    lines.length = 0;
    const token = await tokenFor("starter", "fabrikam");
    await api.get("/orders?secret=in-the-query").set("authorization", `Bearer ${token}`).expect(200);
    await api.get("/orders").set("authorization", `Bearer ${token}x`).expect(401);
    await api.get("/reports/2026").set(KEY, "a-test-key").expect(200);
    await api.get("/reports/2026?subscription-key=a-test-key").expect(200);
    await api.get("/reports/2026").set(KEY, "an-unknown-key").expect(401);

    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const decisions = logged.filter(({ outcome, product }) => outcome === "refuse" || product !== undefined);
    expect(decisions.map(({ event, status, path }) => [event, status, path])).to.deep.include.members([
      ["decision", 200, "/orders"],
      ["decision", 401, "/orders"],
      ["decision", 200, "/reports/2026"],
      ["decision", 401, "/reports/2026"],
    ]);
    for (const secret of [...token.split("."), "a-test-key", "an-unknown-key", "in-the-query"])
      expect(lines.join("")).not.to.include(secret);
  });
});
