import { expect } from "chai";
import { UnguardedRouteError, type RouteRule } from "@product-auth/fastify";
import { expectRefused, KEY, noTokenOrKey } from "@product-auth/testkit/adapter";
import type { FastifyInstance } from "fastify";
import { fastifyApis, type Api, type Auth } from "./support/fastify-api.js";

// `onRoute` hooks do not see routes that are there already; `onRequest` hooks stand before them all the same.
describe("a route declared before the plugin was registered", () => {
  const apis = fastifyApis();
  const handled: string[] = [];
  const caught: unknown[] = [];
  let api: Api;

  const declare = (app: FastifyInstance, url: string, productAuth?: RouteRule) =>
    app.get(url, productAuth === undefined ? {} : { config: { productAuth } }, () => {
      handled.push(url);
      return "secret";
    });

  const start = (write: (app: FastifyInstance, auth: Auth) => unknown) =>
    apis.start(async (app, auth) => {
      app.setErrorHandler((error, _request, reply) => {
        caught.push(error);
        return reply.code(500).send("caught");
      });
      await write(app, auth);
    });

  before(async () => {
    api = await start(async (app, auth) => {
      declare(app, "/nothing");
      declare(app, "/open", "open");
      declare(app, "/starter", { product: "starter" });
      await app.register(async (inner) => declare(inner, "/inner"));
      await app.register(auth);
      declare(app, "/after");
    });
  });
  beforeEach(() => {
    handled.splice(0);
    caught.splice(0);
  });

  for (const path of ["/nothing", "/open", "/starter", "/inner"]) {
    it(`is refused without a credential, as if nothing were wrong with it: ${path}`, async () => {
      expectRefused(await api.get(path), noTokenOrKey);
      expect([handled, caught]).to.deep.equal([[], []]);
    });
    it(`is refused with a good one, and the error says which line to move: ${path}`, async () => {
      for (const credential of [await apis.bearer("starter"), { [KEY]: "pro-key" }])
        await api.get(path).set(credential).expect(500, "caught");
      expect(handled).to.deep.equal([]);
      expect(caught).to.have.length(2);
      expect(caught[0]).to.be.instanceOf(UnguardedRouteError);
      const { message } = caught[0] as UnguardedRouteError;
      expect(message)
        .to.contain(`GET ${path} was declared before`)
        .and.to.contain("await app.register(auth)");
    });
  }

  it("HEAD of it, too", async () => {
    expect((await api.send("head", "/open")).status).to.equal(401);
    expect((await api.send("head", "/open").set(KEY, "pro-key")).status).to.equal(500);
    expect(handled).to.deep.equal([]);
  });

  it("leaves the ones declared after it alone", async () => {
    await api.get("/after").set(KEY, "pro-key").expect(200, "secret");
  });

  it("is what comes of register() without await: closed, and told", async () => {
    const unawaited = await start((app, auth) => {
      void app.register(auth);
      declare(app, "/starter", { product: "starter" });
    });
    expectRefused(await unawaited.get("/starter"), noTokenOrKey);
    await unawaited
      .get("/starter")
      .set(await apis.bearer("starter"))
      .expect(500, "caught");
    expect(handled).to.deep.equal([]);
  });

  it("is open where the guarded routes have a scope of their own", async () => {
    const apart = await start(async (app, auth) => {
      declare(app, "/health");
      await app.register(async (guarded) => {
        await guarded.register(auth);
        declare(guarded, "/orders");
      });
    });
    await apart.get("/health").expect(200, "secret");
    expectRefused(await apart.get("/orders"), noTokenOrKey);
  });
});
