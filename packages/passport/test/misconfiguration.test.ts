import { ConfigurationError, ProductAuthStrategy } from "@product-auth/passport";
import { KEY, optionsFor } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import type { RequestHandler } from "express";
import { apiStarter, sharedEntra, tell, tellError } from "./support/api.js";
import { onBothVersions } from "./support/both-versions.js";

describe("a strategy that cannot be", () => {
  it("options that are wrong: one ConfigurationError, thrown where it is made", () =>
    expect(() => new ProductAuthStrategy({ tenantId: "", products: { starter: {} } })).to.throw(
      ConfigurationError,
      "tenantId: is empty",
    ));
  for (const [what, settings, message] of [
    ["a verify callback", () => undefined, "no verify callback is ever called"],
    ["null", null, "settings is not an object"],
    ["a text", "products", "settings is not an object"],
    ["a list", ["products"], "settings is not an object"],
    ["an option that does not exist", { names: "products" }, "settings).names: is not an option"],
    ["an empty name", { name: "" }, "settings).name: is not a name"],
    ["a name that is a number", { name: 7 }, "settings).name: is not a name"],
  ] as const)
    it(`settings that are wrong: ${what}`, async () => {
      const options = optionsFor(await sharedEntra());
      expect(() => new ProductAuthStrategy(options, settings as object)).to.throw(
        ConfigurationError,
        message,
      );
    });
  it("a function instead of options", () =>
    expect(() => new ProductAuthStrategy((() => undefined) as never)).to.throw(
      ConfigurationError,
      "options: is a function",
    ));
  it("a rule that demands nothing, or what does not exist, throws where it is written", async () => {
    const strategy = new ProductAuthStrategy(optionsFor(await sharedEntra()));
    // @ts-expect-error -- a misspelt product does not compile either
    expect(() => strategy.requireProduct("strater")).to.throw(ConfigurationError, 'did you mean "starter"?');
    expect(() => strategy.require({})).to.throw(ConfigurationError, "demands nothing");
  });
});

onBothVersions("options of authenticate that cannot be", (express) => {
  const start = apiStarter(express);

  /** The status and the message of a request with a good key, past these options. */
  async function tried(...options: object[]): Promise<[status: number, message: string]> {
    const { get } = await start(({ app, passport: mine }) => {
      app.get("/orders", ...options.map((one) => mine.authenticate("product-auth", one)), tell);
      app.use(tellError);
    });
    const answer = await get("/orders").set(KEY, "pro-key");
    const { name, message } = answer.body as { name?: string; message?: string };
    if (name !== undefined) expect(name).to.equal("ConfigurationError");
    return [answer.status, message ?? ""];
  }

  for (const [what, options, message] of [
    ["a product that does not exist", { product: "por" }, 'did you mean "pro"?'],
    ["a product that is undefined", { product: undefined }, "product"],
    ["no product of a list", { product: [] }, "product"],
    ["a scope that is empty", { scopes: [""] }, "scopes"],
    ["an API where there are none", { api: "orders" }, "api"],
    ["scope instead of scopes", { scope: "Orders.Read" }, "write scopes"],
    ["role instead of roles", { role: "Orders.Admin" }, "write roles"],
    ["products instead of product", { products: ["pro"] }, "write product"],
    ["accept instead of accepts", { accept: ["key"] }, "write accepts"],
    ["apis instead of api", { apis: "orders" }, "write api"],
  ] as const)
    it(`never let anybody in: ${what}`, async () => {
      const [status, found] = await tried({ session: false, ...options });
      expect(status).to.equal(500);
      expect(found).to.include(message);
    });

  it("never let anybody in: a session, asked for or left to passport's default", async () => {
    for (const options of [{}, { product: "pro" }, { session: true, product: "pro" }]) {
      const [status, message] = await tried(options);
      expect([status, message.includes("write session: false")], JSON.stringify(options)).to.deep.equal([
        500,
        true,
      ]);
    }
  });
  it("but a property of its own needs no session", async () =>
    expect((await tried({ assignProperty: "account", product: "pro" }))[0]).to.equal(200));
  it("what a strategy has made cannot be changed afterwards", async () => {
    const strategy = new ProductAuthStrategy(optionsFor(await sharedEntra()));
    expect(() => Object.assign(strategy.requireProduct("starter"), { scopes: ["Orders.Read"] })).to.throw(
      TypeError,
    );
  });
  it("a copy of them demands the same", async () => {
    const strategy = new ProductAuthStrategy(optionsFor(await sharedEntra()));
    const copy = JSON.parse(JSON.stringify(strategy.requireProduct("starter"))) as object;
    expect((await tried(copy))[0], "a key of pro for starter").to.equal(401);
  });
  it("what is added to them is demanded as well", async () => {
    const strategy = new ProductAuthStrategy(optionsFor(await sharedEntra()));
    expect((await tried({ ...strategy.requireProduct("pro"), accepts: ["token"] }))[0]).to.equal(401);
    expect((await tried(strategy.requireProduct("pro")))[0]).to.equal(200);
  });
  it("a custom callback is told of it as an error", async () => {
    const { get } = await start(({ app, passport: mine }) => {
      app.get("/orders", (req, res, next) => {
        const callback = (error: Error) => res.json({ error: error.name });
        (mine.authenticate("product-auth", { session: false, product: "por" }, callback) as RequestHandler)(
          req,
          res,
          next,
        );
      });
    });
    expect((await get("/orders")).body).to.deep.equal({ error: "ConfigurationError" });
  });
});
