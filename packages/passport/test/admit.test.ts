import { expect } from "chai";
import type { Access } from "@product-auth/passport";
import { KEY, requestToken } from "@product-auth/testkit/adapter";
import type { RequestHandler } from "express";
import { apiStarter, tell, type Api } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

onBothVersions("an admitted request", (express) => {
  const start = apiStarter(express);
  let api: Api;
  let token: string;

  /** Tells everything that a handler finds. */
  const tellAll: RequestHandler = (req, res) => {
    const { productAuth } = req;
    res.json({
      user: (req.user as Access | undefined)?.product,
      same:
        req.user === productAuth && res.locals["productAuth"] === productAuth && Object.isFrozen(productAuth),
      client: productAuth?.client?.id,
      authInfo: req.authInfo,
    });
  };

  before(async () => {
    api = await start(({ app, passport, strategy }) => {
      const by = (...links: Parameters<typeof strategy.require>) =>
        passport.authenticate("product-auth", strategy.require(...links));
      app.get("/starter", passport.authenticate("product-auth", strategy.requireProduct("starter")), tellAll);
      app.get("/any", passport.authenticate("product-auth", { session: false }), tell);
      app.get(
        "/either",
        passport.authenticate("product-auth", strategy.requireProduct("starter", "pro")),
        tell,
      );
      app.get("/plain", passport.authenticate("product-auth", { session: false, product: "pro" }), tell);
      app.get("/scope", passport.authenticate("product-auth", strategy.requireScope("Orders.Read")), tell);
      app.get(
        "/role",
        passport.authenticate("product-auth", strategy.requireRole("Product.Starter.All")),
        tell,
      );
      app.get("/key", by({ product: "pro", accepts: ["key"] }), tell);
      app.get("/both", by({ product: "pro", all: true }), tell);
      app.get("/itself", passport.authenticate(strategy, strategy.requireProduct("starter")), tell);
      app.get(
        "/account",
        passport.authenticate("product-auth", { product: "starter", assignProperty: "account" }),
        (req, res) =>
          void res.json({ user: req.user, account: (req as { account?: Access }).account?.product }),
      );
      app.get(
        "/stacked",
        passport.authenticate("product-auth", { session: false }),
        passport.authenticate("product-auth", strategy.requireRole("Product.Starter.All")),
        tell,
      );
      app.use(
        "/mounted",
        express
          .Router()
          .get("/orders", passport.authenticate("product-auth", strategy.requireProduct("starter")), tell),
      );
    });
    token = await requestToken(api.entra, "contoso", "starter");
  });

  const contoso = () => api.entra.clients["contoso"]!.appId;
  const get = async (path: string, bearer = token) => api.get(path).auth(bearer, { type: "bearer" });
  const byToken = (product: string) => ({ product, credential: "token", client: contoso() });

  it("has its access as user and as req.productAuth, and the token's claims as authInfo", async () => {
    const answer = await get("/starter");
    const body = answer.body as { authInfo: object };
    expect(answer.status).to.equal(200);
    expect(body).to.deep.include({ user: "starter", same: true, client: contoso() });
    expect(body.authInfo).to.deep.include({ azp: contoso(), ver: "2.0", roles: ["Product.Starter.All"] });
  });
  it("without a rule: any product, by token or key", async () => {
    expect((await get("/any")).body).to.deep.equal(byToken("starter"));
    expect((await api.get("/any").set(KEY, "batch-key")).body).to.deep.equal({
      product: "batch",
      credential: "key",
      subscription: "contoso-batch",
    });
  });
  it("any of several products", async () => {
    expect((await get("/either")).body).to.deep.equal(byToken("starter"));
    expect((await get("/either", await requestToken(api.entra, "contoso", "pro"))).body).to.deep.equal(
      byToken("pro"),
    );
  });
  it("a rule written into the options of authenticate", async () => {
    expect((await api.get("/plain").set(KEY, "pro-key")).body).to.include({
      product: "pro",
      credential: "key",
    });
  });
  it("a user's token with its scope", async () => {
    const delegated = { scopes: ["Orders.Read"] };
    const user = await api.entra.tokenFor({ client: "contoso", product: "starter", delegated });
    expect((await get("/scope", user)).body).to.deep.equal(byToken("starter"));
  });
  it("a role", async () => expect((await get("/role")).body).to.deep.equal(byToken("starter")));
  it("a key alone, with an authInfo that is empty", async () => {
    expect((await api.get("/key").set(KEY, "pro-key")).body).to.include({ credential: "key" });
  });
  it("token and key together", async () => {
    const pro = await requestToken(api.entra, "contoso", "pro");
    const answer = await api.get("/both").auth(pro, { type: "bearer" }).set(KEY, "pro-other-key");
    expect(answer.body).to.include({ credential: "both", subscription: "contoso-pro" });
  });
  it("the strategy itself instead of its name", async () => {
    expect((await get("/itself")).body).to.deep.equal(byToken("starter"));
  });
  it("assigned to a property of its own, and no user then", async () => {
    expect((await get("/account")).body).to.deep.equal({ account: "starter" });
  });
  it("one authenticate after another", async () => {
    expect((await get("/stacked")).body).to.deep.equal(byToken("starter"));
  });
  it("below the path of a router", async () => {
    expect((await get("/mounted/orders")).body).to.deep.equal(byToken("starter"));
    expect(api.events.at(-1)).to.include({ path: "/mounted/orders" });
  });
});
