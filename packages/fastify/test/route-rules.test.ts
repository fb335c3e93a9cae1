import { expect } from "chai";
import { ConfigurationError, productAuth, type RouteRule } from "@product-auth/fastify";
import {
  expectRefused,
  KEY,
  lacks,
  optionsFor,
  badToken,
  noToken,
  noTokenOrKey,
} from "@product-auth/testkit/adapter";
import fastify, { type FastifyInstance } from "fastify";
import { fastifyApis, tell, type Api } from "./support/fastify-api.js";

describe("config.productAuth", () => {
  const apis = fastifyApis();
  let api: Api;

  before(async () => {
    api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/nothing", tell);
      app.get("/no-rule", { config: {} }, tell);
      app.get("/open", { config: { productAuth: "open" } }, tell);
      app.get("/starter", { config: { productAuth: { product: "starter" } } }, tell);
      app.get("/batch", { config: { productAuth: { product: "batch" } } }, tell);
      app.get("/two", { config: { productAuth: { product: ["pro", "batch"] } } }, tell);
      app.get("/write", { config: { productAuth: { product: "pro", scopes: ["Orders.Write"] } } }, tell);
      const onRequest = auth.requireRole("Orders.Export");
      app.get("/export", { config: { productAuth: { product: "starter" } }, onRequest }, tell);
      app.get("/hooks", { onRequest: [auth.requireProduct("pro"), auth.requireRole("Orders.Export")] }, tell);
      app.get("/open-hook", { onRequest: auth.open() }, tell);
    });
  });
  beforeEach(() => void api.events.splice(0));

  describe("a rule", () => {
    it("admits who satisfies it, in one decision", async () => {
      const answer = await api
        .get("/starter")
        .set(await apis.bearer("starter"))
        .expect(200);
      expect(answer.body).to.include({ product: "starter", credential: "token" });
      expect(api.events).to.have.length(1);
    });
    it("refuses everybody else, and says what it wants", async () => {
      expectRefused(await api.get("/starter"), noTokenOrKey);
      expectRefused(await api.get("/starter").set(await apis.bearer("pro")), badToken);
      expectRefused(
        await api.get("/starter").set(await apis.bearer("starter", { client: "stranger" })),
        lacks("Product.Starter.All"),
      );
      expectRefused(await api.get("/batch"), noTokenOrKey);
      expect(api.events.map(({ status, code }) => `${status} ${code}`)).to.deep.equal([
        "401 token_missing",
        "401 token_other_product",
        "403 role_missing",
        "401 key_missing",
      ]);
    });
    it("may name several products", async () => {
      await api
        .get("/two")
        .set(await apis.bearer("pro"))
        .expect(200);
      await api.get("/two").set(KEY, "batch-key").expect(200);
      await api
        .get("/two")
        .set(await apis.bearer("starter"))
        .expect(401);
    });
    it("may want a user's scopes", async () => {
      const delegated = { scopes: ["Orders.Write"] };
      await api
        .get("/write")
        .set(await apis.bearer("pro", { delegated }))
        .expect(200);
      expectRefused(await api.get("/write").set(await apis.bearer("pro")), badToken);
    });
    it("is what the hooks of the route are added to", async () => {
      const roles = ["Product.Starter.All", "Orders.Export"];
      await api
        .get("/export")
        .set(await apis.bearer("starter", { roles }))
        .expect(200);
      expectRefused(
        await api.get("/export").set(await apis.bearer("starter")),
        lacks("Product.Starter.All", "Orders.Export"),
      );
    });
  });

  describe("left out", () => {
    for (const path of ["/nothing", "/no-rule", "/open-hook"])
      it(`needs a credential for some product: ${path}`, async () => {
        expectRefused(await api.get(path), noTokenOrKey);
        await api
          .get(path)
          .set(await apis.bearer("starter"))
          .expect(200);
        const answer = await api.get(path).set(KEY, "batch-key").expect(200);
        expect(answer.body).to.include({ product: "batch", credential: "key" });
      });
    it("leaves the rest to the hooks of the route", async () => {
      await api
        .get("/hooks")
        .set(await apis.bearer("starter"))
        .expect(401);
      await api
        .get("/hooks")
        .set(await apis.bearer("pro"))
        .expect(403);
      const roles = ["Product.Pro.All", "Orders.Export"];
      const answer = await api
        .get("/hooks")
        .set(await apis.bearer("pro", { roles }))
        .expect(200);
      expect(answer.body).to.include({ product: "pro" });
    });
  });

  it('"open" lets everybody on, and decides nothing', async () => {
    await api.get("/open").expect(200, {});
    await api.get("/open").set("authorization", "Bearer rubbish").expect(200, {});
    expect(api.events).to.deep.equal([]);
  });

  it("belongs to the application: it is not written into, and may be shared and frozen", async () => {
    const config = Object.freeze({ productAuth: Object.freeze({ product: "starter" as const }) });
    const one = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/one", { config }, tell);
      app.get("/two", { config }, tell);
    });
    expectRefused(await one.get("/one"), noTokenOrKey);
    expectRefused(await one.get("/two"), noTokenOrKey);
    expect(Reflect.ownKeys(config)).to.deep.equal(["productAuth"]);
  });

  describe("changed after the declaration", () => {
    it("by whoever declared it: the word given then counts", async () => {
      const config: { productAuth: RouteRule } = { productAuth: { product: "starter" } };
      const list: [string, ...string[]] = ["starter"];
      const one = await apis.start(async (app, auth) => {
        await app.register(auth);
        app.get("/one", { config }, tell);
        app.get("/list", { config: { productAuth: { product: list } } }, tell);
        config.productAuth = "open";
        list.push("pro");
      });
      expectRefused(await one.get("/one"), noTokenOrKey);
      expectRefused(await one.get("/list").set(await apis.bearer("pro")), badToken);
    });

    // Whether the other rule is wider or narrower: nobody has settled it.
    const changes: Record<string, (app: FastifyInstance, rule: RouteRule | undefined) => unknown> = {
      "by an onRoute hook that comes later": (app, rule) =>
        app.addHook("onRoute", (route) => {
          route.config = rule === undefined ? {} : { ...route.config, productAuth: rule };
        }),
      "by a hook between router and guard": (app, rule) =>
        app.addHook("onRequest", ({ routeOptions: { config } }, _reply, done) => {
          if (rule === undefined) delete config.productAuth;
          else config.productAuth = rule;
          done();
        }),
    };
    for (const [how, change] of Object.entries(changes))
      for (const rule of ["open", { product: "pro" }, undefined] as const)
        it(`${how}, to ${JSON.stringify(rule) ?? "nothing"}: refused`, async () => {
          const one = await apis.start(async (app, auth) => {
            if (how.includes("between")) change(app, rule);
            await app.register(auth);
            if (how.includes("later")) change(app, rule);
            app.get("/starter", { config: { productAuth: { product: "starter" } } }, tell);
          });
          expectRefused(await one.get("/starter"), noTokenOrKey);
          for (const product of ["starter", "pro"])
            expect((await one.get("/starter").set(await apis.bearer(product))).status).to.equal(500);
        });
  });

  it("follows the catalog: update() gives it the new products, or refuses them", async () => {
    const one = await apis.start(
      async (app, auth) => {
        await app.register(auth);
        app.get("/pro", { config: { productAuth: { product: "pro" } } }, tell);
      },
      { options: { subscriptions: [] } },
    );
    const refusedFor = async () => {
      expectRefused(await one.get("/pro"), noTokenOrKey); // as a path that does not exist
      return one.events.at(-1)?.code;
    };
    expect(await refusedFor()).to.equal("credentials_missing");
    const { pro, ...others } = optionsFor(apis.entra).products;
    one.auth.update({ products: { ...others, pro: { ...pro, accepts: ["token"] } } });
    expect(await refusedFor()).to.equal("token_missing");
    expect(() => one.auth.update({ products: others as never })).to.throw(
      ConfigurationError,
      "GET /pro config.productAuth.product: names an unknown product",
    );
    expect(await refusedFor()).to.equal("token_missing");
  });
});

describe("config.productAuth with tokenSource", () => {
  const apis = fastifyApis();
  let api: Api;
  let token: string;
  before(async () => {
    const tokenSource = { query: "access_token" };
    api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/orders", { config: { productAuth: { product: "starter" } } }, tell);
      app.get("/events", { config: { productAuth: { product: "starter", tokenSource } } }, tell);
      app.get("/roles", { config: { productAuth: { product: "starter", roles: ["R"], tokenSource } } }, tell);
    });
    token = (await apis.bearer("starter")).authorization.slice("Bearer ".length);
  });

  it("reads the token there, while the routes beside it read Authorization", async () => {
    expect((await api.get(`/events?access_token=${token}`)).status).to.equal(200);
    expect((await api.get("/orders").auth(token, { type: "bearer" })).status).to.equal(200);
    expectRefused(await api.get(`/orders?access_token=${token}`), noTokenOrKey);
  });
  it("a good token in Authorization does not open it, and then the route may say what it wants", async () => {
    const answer = await api.get("/events").auth(token, { type: "bearer" });
    expectRefused(answer, noToken);
    const rescued = await api.get("/events?access_token=rubbish").auth(token, { type: "bearer" });
    expectRefused(rescued, badToken);
  });
  it("without a good token at either place it answers as a path that does not exist", async () => {
    for (const query of ["", "?access_token=rubbish", `?access_token=${token}x`]) {
      const [route, nowhere] = [await api.get(`/events${query}`), await api.get(`/nowhere${query}`)];
      expectRefused(route, noTokenOrKey);
      expect([route.status, route.text]).to.deep.equal([nowhere.status, nowhere.text]);
    }
  });
  it("403 for a genuine token there that lacks a right, with what would have sufficed", async () =>
    expectRefused(await api.get(`/roles?access_token=${token}`), lacks("Product.Starter.All", "R")));
});

describe("the plugin as a hook", () => {
  it("admits no request, and the error says what to write", async () => {
    const app = fastify();
    const auth = productAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
    app.addHook("onRequest", auth as never);
    app.get("/", tell);
    const { statusCode, body } = await app.inject("/");
    expect(statusCode).to.equal(500);
    expect(body).to.include("await app.register(auth)");
    await Promise.all([app.close(), auth.close()]);
  });
});
