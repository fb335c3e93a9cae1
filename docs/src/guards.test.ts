import { startEntra, type Entra } from "@product-auth/emulator";
import { ConfigurationError, productAuth } from "@product-auth/express";
import { expect } from "chai";
import type { Express } from "express";
import request, { type Test } from "supertest";
import { createApp } from "./guards.js";

describe("rules and guards", () => {
  let entra: Entra;
  let app: Express;
  before(async () => {
    entra = await startEntra({
      products: {
        starter: { roles: ["Product.Starter.All", "Orders.Admin"], scopes: ["Orders.Read", "Orders.Write"] },
        pro: {},
      },
      clients: {
        contoso: { products: { starter: ["Product.Starter.All"], pro: ["Product.Pro.All"] } },
        admin: { products: ["starter"] },
      },
    });
    app = createApp({
      tenantId: entra.tenantId,
      authorityHost: entra.origin,
      products: {
        starter: { displayName: "Starter", audience: entra.products["starter"]!.audience },
        pro: { displayName: "Pro", audience: entra.products["pro"]!.audience, accepts: ["token", "key"] },
      },
      subscriptions: [{ id: "contoso-pro", scope: "/products/pro", primaryKey: "0123456789abcdef" }],
    });
  });
  after(() => entra.close());

  const as = async (test: Test, client: string, product: string, scopes?: string[]) => {
    const delegated = scopes === undefined ? {} : { delegated: { scopes } };
    return test.set("authorization", `Bearer ${await entra.tokenFor({ client, product, ...delegated })}`);
  };
  const contoso = () => entra.clients["contoso"]!.appId;

  it("what is declared before the guard is open, all else is not", async () => {
    await request(app).get("/health").expect(200, "ok");
    await request(app).get("/catalog").expect(401);
    await request(app).get("/no-such-route").expect(401);
    expect((await as(request(app).get("/catalog"), "contoso", "pro")).status).to.equal(200);
    await request(app).get("/catalog").set("ocp-apim-subscription-key", "0123456789abcdef").expect(200);
  });
  it("a product, or any of several", async () => {
    for (const product of ["starter", "pro"])
      expect((await as(request(app).get("/orders"), "contoso", product)).body).to.deep.equal({
        for: contoso(),
      });
  });
  it("a role besides the product's", async () => {
    expect((await as(request(app).delete("/orders/7"), "contoso", "starter")).status).to.equal(403);
    expect((await as(request(app).delete("/orders/7"), "admin", "starter")).body).to.deep.equal({
      deleted: "7",
    });
  });
  it("a key only: a token is not looked at", async () => {
    expect((await as(request(app).get("/reports"), "contoso", "pro")).status).to.equal(401);
    await request(app)
      .get("/reports")
      .set("ocp-apim-subscription-key", "0123456789abcdef")
      .expect(200, { for: "contoso-pro" });
  });
  it("a user's token passes app.use(auth) for the routes with its scope, and for no other", async () => {
    const post = (scopes: string[]) => as(request(app).post("/orders"), "contoso", "starter", scopes);
    const { by } = (await post(["Orders.Write"])).body as { by: string };
    expect(by).to.match(/^aaaabbbb-0000-cccc-1111-dddd2222eeee\/[0-9a-f-]{36}$/);
    expect((await post(["Orders.Read"])).status).to.equal(403);
    expect((await as(request(app).get("/orders"), "contoso", "starter", ["Orders.Write"])).status).to.equal(
      401,
    );
    expect((await as(request(app).post("/orders"), "contoso", "starter")).status).to.equal(401);
    const unguarded = await as(request(app).get("/catalog"), "contoso", "starter", ["Orders.Write"]);
    expect(unguarded.status, "behind app.use(auth) alone").to.equal(200);
  });
  it("an application with the role, or a user with the scope", async () => {
    const get = (client: string, scopes?: string[]) =>
      as(request(app).get("/orders/7"), client, "starter", scopes);
    expect((await get("contoso")).body).to.deep.equal({ id: "7", caller: "app-only" });
    expect((await get("contoso", ["Orders.Read"])).body).to.deep.equal({ id: "7", caller: "delegated" });
    const refused = await get("contoso", ["Orders.Write"]);
    expect(refused.status).to.equal(403);
    expect(refused.headers["www-authenticate"]).to.equal(
      'Bearer error="insufficient_scope", scope="Orders.Read"',
    );
  });
  it("a preflight is answered before the guard, any other OPTIONS is not", async () => {
    const preflight = request(app).options("/orders").set("origin", "https://app.example");
    await preflight
      .set("access-control-request-method", "POST")
      .expect(204)
      .expect("access-control-allow-origin", "https://app.example");
    await request(app).options("/orders").expect(401);
  });
  it("a page can read the challenge of a 401", async () => {
    await request(app)
      .get("/orders")
      .set("origin", "https://app.example")
      .expect(401)
      .expect("access-control-allow-origin", "https://app.example")
      .expect("access-control-expose-headers", /WWW-Authenticate/)
      .expect("www-authenticate", /^Bearer/);
  });
  it("a rule that demands nothing, or what does not exist, does not start", () => {
    const auth = productAuth({
      tenantId: entra.tenantId,
      products: { starter: { audience: `api://${contoso()}` } },
    });
    // @ts-expect-error -- a misspelt product does not compile either
    expect(() => auth.requireProduct("strater")).to.throw(ConfigurationError, 'did you mean "starter"?');
    expect(() => auth.require({})).to.throw(ConfigurationError, "demands nothing");
  });
});
