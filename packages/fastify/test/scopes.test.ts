import { expect } from "chai";
import { createProductAuth } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { ConfigurationError, productAuth, type FastifyProductAuth } from "@product-auth/fastify";
import {
  expectRefused,
  KEY,
  optionsFor,
  startTestEntra,
  badToken,
  badTokenOrKey,
  noToken,
  noTokenOrKey,
} from "@product-auth/testkit/adapter";
import fastify, { type FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { fastifyApis, tell } from "./support/fastify-api.js";

describe("the scope of the plugin", () => {
  const apis = fastifyApis();
  const starter = { config: { productAuth: { product: "starter" } } } as const;

  it("is the one it is registered in, and all within; neighbours are left alone", async () => {
    const api = await apis.start(async (app, auth) => {
      app.get("/health", tell);
      await app.register(async (guarded) => {
        await guarded.register(auth);
        guarded.get("/orders", starter, tell);
        await guarded.register(
          async (v1) => {
            v1.get("/", tell);
            v1.get("/orders", starter, tell);
            await v1.register(async (deeper) =>
              deeper.get("/open", { config: { productAuth: "open" } }, tell),
            );
          },
          { prefix: "/v1" },
        );
      });
      await app.register(async (beside) => beside.get("/beside", tell));
    });
    for (const path of ["/health", "/beside", "/v1/open"]) await api.get(path).expect(200, {});
    for (const path of ["/orders", "/v1/orders"]) {
      expectRefused(await api.get(path), noToken);
      await api
        .get(path)
        .set(await apis.bearer("starter"))
        .expect(200);
    }
    for (const path of ["/v1", "/v1/"]) {
      expectRefused(await api.get(path), noTokenOrKey);
      await api.get(path).set(KEY, "batch-key").expect(200);
    }
  });

  it("is the one around a plugin that is made to reach it", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(
        fastifyPlugin(async (scope) => {
          await scope.register(auth);
        }),
      );
      app.get("/orders", starter, tell);
    });
    expectRefused(await api.get("/orders"), noTokenOrKey);
  });

  it("has the instance at app.productAuth; around it there is none", async () => {
    let around: unknown;
    const api = await apis.start(async (app, auth) => {
      await app.register(async (guarded) => {
        await guarded.register(auth);
        guarded.get("/why", { config: { productAuth: "open" } }, async (request) => {
          const { outcome, code } = await guarded.productAuth.explain(request, { product: "starter" });
          return { outcome, code };
        });
        await guarded.register(async (inner) => {
          const { requireProduct } = inner.productAuth;
          inner.get("/pro", { onRequest: requireProduct("pro") }, tell);
          inner.get(
            "/got",
            starter,
            () => typeof inner.getDecorator<FastifyProductAuth>("productAuth").health,
          );
        });
      });
      around = app.productAuth;
    });
    await api.get("/why").expect(200, { outcome: "refuse", code: "token_missing" });
    await api
      .get("/why")
      .set(await apis.bearer("starter"))
      .expect(200, { outcome: "admit" });
    await api.get("/pro").set(KEY, "pro-key").expect(200);
    await api.get("/pro").set(KEY, "batch-key").expect(401);
    await api
      .get("/got")
      .set(await apis.bearer("starter"))
      .expect(200, "function");
    expect(around).to.equal(undefined);
  });

  describe("with two instances, of two tenants, in scopes beside each other", () => {
    let away: Entra;
    before(async () => {
      // The same products and clients, with the same ids, in another tenant.
      away = await startTestEntra({ tenantId: "12345678-1111-4222-8333-123456789012" });
    });
    after(() => away.close());

    it("each guards its own, with rules of its own", async () => {
      const { starter: only } = optionsFor(away).products;
      const { tenantId, origin: authorityHost } = away;
      const other = productAuth({ tenantId, authorityHost, products: { starter: only } });
      const api = await apis.start(async (app, auth) => {
        await app.register(
          async (scope) => {
            await scope.register(auth);
            scope.get("/orders", starter, tell);
          },
          { prefix: "/home" },
        );
        await app.register(
          async (scope) => {
            await scope.register(other);
            scope.get("/orders", starter, tell);
            const pro = { config: { productAuth: { product: "pro" } } };
            expect(() => scope.get("/pro", pro, tell)).to.throw(ConfigurationError, '"pro"');
          },
          { prefix: "/away" },
        );
      });
      const wish = { client: "contoso", product: "starter" };
      const get = async (path: string, entra: Entra) =>
        api.get(path).auth(await entra.tokenFor(wish), { type: "bearer" });
      expect((await get("/home/orders", apis.entra)).status).to.equal(200);
      expect((await get("/away/orders", away)).status).to.equal(200);
      expectRefused(await get("/home/orders", away), badTokenOrKey);
      expectRefused(await get("/away/orders", apis.entra), badToken);
      expect(api.events, "the other's decisions are not told here").to.have.length(2);
    });
  });

  it("may be two scopes beside each other for one instance", async () => {
    const api = await apis.start(async (app, auth) => {
      for (const prefix of ["/one", "/two"])
        await app.register(
          async (scope) => {
            await scope.register(auth);
            scope.get("/orders", starter, tell);
          },
          { prefix },
        );
    });
    for (const path of ["/one/orders", "/two/orders"]) {
      expectRefused(await api.get(path), noTokenOrKey);
      await api
        .get(path)
        .set(await apis.bearer("starter"))
        .expect(200);
    }
    expect(api.events).to.have.length(4);
  });

  describe("within a guarded scope refuses the start", () => {
    const shared = () => createProductAuth({ products: { batch: { accepts: ["key"] } }, subscriptions: [] });
    const plugin = () => productAuth(shared());

    async function failureOf(write: (app: FastifyInstance) => Promise<unknown>): Promise<unknown> {
      const app = fastify();
      try {
        await write(app);
        await app.ready();
        return undefined;
      } catch (error) {
        return error;
      } finally {
        await app.close();
      }
    }

    const places: Record<string, (app: FastifyInstance) => Promise<unknown>> = {
      "the same scope": async (app) => {
        await app.register(plugin());
        await app.register(plugin());
      },
      "the same scope and the same instance": async (app) => {
        const auth = plugin();
        await app.register(auth);
        await app.register(auth);
      },
      "a scope within": async (app) => {
        await app.register(plugin());
        await app.register(async (inner) => {
          await inner.register(plugin());
        });
      },
    };
    for (const [place, write] of Object.entries(places))
      it(place, async () => {
        const error = await failureOf(write);
        expect(error).to.be.instanceOf(ConfigurationError);
        expect((error as ConfigurationError).message).to.contain("a separate scope, not nested in the other");
      });

    it("around one is told by the routes within, which it never saw", async () => {
      const api = await apis.start(async (app, auth) => {
        await app.register(async (inner) => {
          await inner.register(productAuth(optionsFor(apis.entra)));
          inner.get("/inner", starter, tell);
        });
        await app.register(auth);
        app.get("/outer", starter, tell);
      });
      await api
        .get("/outer")
        .set(await apis.bearer("starter"))
        .expect(200);
      expectRefused(await api.get("/inner"), noToken);
      await api
        .get("/inner")
        .set(await apis.bearer("starter"))
        .expect(500);
    });
  });

  it("takes a decorator that is there already for what it is", async () => {
    const api = await apis.start(async (app, auth) => {
      app.decorateRequest("productAuth", undefined);
      await app.register(async (guarded) => {
        await guarded.register(auth);
        guarded.get("/orders", starter, tell);
      });
    });
    await api
      .get("/orders")
      .set(await apis.bearer("starter"))
      .expect(200);
  });
});
