import { createProductAuth } from "@product-auth/core";
import { accessOf, ProductAuthStrategy } from "@product-auth/passport";
import { KEY, optionsFor, requestToken } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import type { Strategy } from "passport";
import { apiStarter, sharedEntra, tell, tellError } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

onBothVersions("a strategy", (express) => {
  const start = apiStarter(express);

  it("goes by another name, and shares an instance with others", async () => {
    const shared = createProductAuth(optionsFor(await sharedEntra()));
    const { get } = await start(({ app, passport: mine }) => {
      mine.use(new ProductAuthStrategy(shared, { name: "products" }));
      mine.use("renamed", new ProductAuthStrategy(shared));
      for (const name of ["products", "renamed"])
        app.get(`/${name}`, mine.authenticate(name, { session: false, product: "pro" }), tell);
    });
    for (const name of ["products", "renamed"]) {
      expect((await get(`/${name}`).set(KEY, "pro-key")).body).to.include({ product: "pro" });
      expect((await get(`/${name}`).set(KEY, "batch-key")).status).to.equal(401);
    }
    await shared.close();
  });
  it("explains a request, in general and for a rule", async () => {
    const { get } = await start(({ app, strategy }) => {
      app.get("/explain", async (req, res) => {
        const [any, starter] = [
          await strategy.explain(req),
          await strategy.explain(req, { product: "starter" }),
        ];
        res.json({ any, starter });
      });
    });
    const { any, starter } = (await get("/explain").set(KEY, "pro-key")).body as Record<string, object>;
    expect(any).to.include({ outcome: "admit", product: "pro" });
    expect(starter).to.include({ outcome: "refuse", code: "token_missing" });
  });
  it("update() replaces the products of every route", async () => {
    const api = await start(({ app, passport: mine, strategy }) => {
      app.get("/made", mine.authenticate("product-auth", strategy.requireProduct("starter")), tell);
      app.get("/plain", mine.authenticate("product-auth", { session: false, product: "starter" }), tell);
    });
    const token = await requestToken(api.entra, "contoso", "starter");
    const statuses = async () =>
      Promise.all(
        ["/made", "/plain"].map(async (path) => (await api.get(path).auth(token, { type: "bearer" })).status),
      );
    expect(await statuses()).to.deep.equal([200, 200]);
    const { products } = optionsFor(api.entra);
    api.strategy.update({
      products: { ...products, starter: { ...products.starter, role: "Product.Starter.New" } },
    });
    expect(await statuses()).to.deep.equal([403, 403]);
  });
  it("accessOf throws where it did not run, whoever else signed the user in", async () => {
    const { get } = await start(({ app, passport: mine }) => {
      mine.use("anybody", {
        authenticate() {
          this.success({ product: "starter" });
        },
      } satisfies Strategy);
      app.get(
        "/orders",
        mine.authenticate("anybody", { session: false }),
        (req, res) => void res.json(accessOf(req)),
      );
      app.use(tellError);
    });
    const answer = await get("/orders");
    const { name, message } = answer.body as Error;
    expect([answer.status, name]).to.deep.equal([500, "UnguardedRouteError"]);
    expect(message).to.include("strategy.requireProduct");
  });
});
