import { expect } from "chai";
import { expectRefused, lacks, noToken, rawRequest, requestToken } from "@product-auth/testkit/adapter";
import type { Strategy } from "passport";
import { apiStarter, tell, tellError, type Api } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

/** Lets `Basic open` in; fails others with what it is told to. */
const basic = (...failure: [challenge?: string, status?: number]): Strategy => ({
  authenticate(req) {
    if (req.headers.authorization === "Basic open") this.success({ name: "basic" });
    else this.fail(...failure);
  },
});

onBothVersions("several strategies in one authenticate", (express) => {
  const start = apiStarter(express);
  let api: Api;

  before(async () => {
    api = await start(({ app, passport, strategy }) => {
      passport.use("basic", basic('Basic realm="orders"'));
      passport.use("limited", basic("Slow down", 429));
      const rule = { ...strategy.requireProduct("starter"), failWithError: true };
      const guard = (...names: string[]) => passport.authenticate(names, rule);
      app.get("/first", guard("product-auth", "basic"), (req, res) =>
        req.productAuth === undefined ? res.json({ user: req.user, info: req.authInfo }) : tell(req, res),
      );
      app.get("/last", guard("basic", "product-auth"), tell);
      app.get("/other", guard("limited", "product-auth"), tell);
      app.get("/only-other", passport.authenticate("limited", { session: false, failWithError: true }), tell);
      app.get("/upstream", guard("product-auth", "basic"), () => {
        throw Object.assign(new Error("upstream"), { name: "AuthenticationError", status: 401 });
      });
      app.use(strategy.answerRefusals(), tellError);
    });
  });

  const get = async (path: string, token: string) => api.get(path).auth(token, { type: "bearer" });
  const starter = (client = "contoso") => requestToken(api.entra, client, "starter");

  it("whichever admits first, admits", async () => {
    expect((await get("/first", await starter())).body).to.include({ product: "starter" });
    expect((await get("/last", await starter())).body).to.include({ product: "starter" });
    const other = await api.get("/first").set("authorization", "Basic open");
    expect(other.body).to.deep.equal({ user: { name: "basic" }, info: {} });
  });
  it("when all fail, each demands its own, in their order, and the body is ours", async () => {
    for (const [path, demanded] of [
      ["/first", ["Bearer", 'Basic realm="orders"']],
      ["/last", ['Basic realm="orders"', "Bearer"]],
    ] as const) {
      const { status, fields, text } = await rawRequest(api.port, path);
      expect(status).to.equal(401);
      expect(
        fields.filter(([name]) => name === "www-authenticate").map(([, value]) => value),
      ).to.have.ordered.members(demanded);
      expect(text).to.equal(`{ "statusCode": 401, "message": "${noToken.message}" }`);
    }
  });
  it("403 of ours stands, whoever else would have demanded more", async () => {
    for (const path of ["/first", "/last"])
      expectRefused(await get(path, await starter("stranger")), lacks("Product.Starter.All"));
  });
  it("an error of the same name from a handler behind is not ours to answer", async () => {
    const answer = await api.get("/upstream").set("authorization", "Basic open");
    expect(answer.body).to.deep.equal({ name: "AuthenticationError", message: "upstream" });
  });
  it("the failure of another strategy that passport answers by is not ours to answer", async () => {
    for (const path of ["/other", "/only-other"])
      expect((await api.get(path)).body, path).to.deep.equal({
        name: "AuthenticationError",
        message: "Too Many Requests",
      });
  });
});
