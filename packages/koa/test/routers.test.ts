import { expect } from "chai";
import Router from "@koa/router";
import { MemorySubscriptionStore } from "@product-auth/core";
import {
  badKey,
  expectRefused,
  KEY,
  noKey,
  noTokenOrKey,
  rawRequest,
  SUBSCRIPTIONS,
} from "@product-auth/testkit/adapter";
import type { Context } from "koa";
import compose from "koa-compose";
import mount from "koa-mount";
import { onBothVersions } from "./support/both-versions.js";
import { koaApis, tell, type KoaApi } from "./support/koa-api.js";

/** A handler that tells where it stands. */
const where = (ctx: Context) => void (ctx.body = { path: ctx.path, params: ctx["params"] as unknown });

onBothVersions("@koa/router", (Koa) => {
  const start = koaApis(Koa);
  let api: KoaApi;

  before(async () => {
    api = await start((app, auth) => {
      const orders = new Router();
      orders.get("/:id", auth.requireProduct("pro", "batch"), where);
      orders.all("/", auth.requireProduct("batch"), tell);
      const inner = new Router({ prefix: "/inner" }).use("/orders", orders.routes());
      const outer = new Router();
      outer.get("/open", auth.open(), tell);
      outer.use("/guarded", auth.requireProduct("pro"), inner.routes());
      outer.use("/free", inner.routes());
      const whole = new Router({ prefix: "/whole" });
      whole.use(auth.requireProduct("batch"));
      whole.get("/:id/items", where);
      app.use(outer.routes()).use(outer.allowedMethods()).use(whole.routes());
    });
  });

  const withKey = (path: string, key: string) => api.get(path).set(KEY, key);

  it("open() opens", () => api.get("/open").expect(200, {}));

  it("a guard on a route of nested routers decides, with the path's parameters in place", async () => {
    expectRefused(await api.get("/free/inner/orders/7"), noTokenOrKey);
    await withKey("/free/inner/orders/7", "batch-key").expect(200, {
      path: "/free/inner/orders/7",
      params: { id: "7" },
    });
  });

  it("router.use(path, guard, routes) guards the routes below, besides their own guards", async () => {
    await withKey("/guarded/inner/orders/7", "pro-key").expect(200);
    await withKey("/guarded/inner/orders/7", "batch-key").expect(401);
    await withKey("/guarded/inner/orders", "pro-key").expect(401);
  });

  it("router.use(guard) guards every route of its router", async () => {
    expectRefused(await api.get("/whole/7/items"), noKey);
    await withKey("/whole/7/items", "batch-key").expect(200, { path: "/whole/7/items", params: { id: "7" } });
  });

  it("the event has the path as sent, and the query is searched for the key", async () => {
    await api.get("/free/inner/orders/7?subscription-key=pro-key").expect(200);
    expect(api.events.at(-1)).to.include({ path: "/free/inner/orders/7", outcome: "admit" });
  });

  describe("a guard of a router, beside routes below it", () => {
    let admin: KoaApi;
    before(async () => {
      admin = await start((app, auth) => {
        const router = new Router();
        router.use("/admin", auth.requireProduct("batch"));
        router.get("/admin/orders", (ctx) => void (ctx.body = "secret"));
        app.use(router.routes());
      });
    });

    for (const target of [
      ...["/admin/orders", "/%61dmin/orders", "/admin%2Forders", "//admin/orders", "/x/../admin/orders"],
      ...["/ADMIN/orders/", "/admin//orders", "http://other.example/admin/orders", "/admin;x=1/orders"],
    ])
      it(`no credential, no secret: ${target}`, async () => {
        const { status, text } = await rawRequest(admin.port, target);
        expect([401, 404]).to.include(status);
        expect(text).not.to.contain("secret");
      });

    it("a key opens", async () =>
      expect((await rawRequest(admin.port, "/ADMIN/orders", `${KEY}: batch-key`)).text).to.equal("secret"));
  });
});

onBothVersions("koa-mount and koa-compose", (Koa) => {
  const start = koaApis(Koa);

  it("a mounted application sees the rest of the path, the guard what the client sent", async () => {
    const api = await start((app, auth) => {
      const inner = new Koa();
      inner.use(auth.require({ product: "pro", accepts: ["key"] }));
      inner.use((ctx) => void (ctx.body = { left: ctx.url }));
      app.use(mount("/v1", mount("/orders", inner)));
    });
    const target = "/v1/orders/7?subscription-key=pro-key&page=2";
    await api.get(target).expect(200, { left: "/7?subscription-key=pro-key&page=2" });
    expect(api.events.at(-1)).to.include({ path: "/v1/orders/7" });
    expectRefused(await api.get("/v1/orders/7?subscription-key=wrong"), badKey);
    await api.get("/v2").expect(404);
  });

  it("a guard before a mounted application guards paths that it does not have too", async () => {
    const api = await start((app, auth) => {
      const inner = new Router().get("/deep/er", tell);
      app.use(mount("/v1", compose([auth.requireProduct("batch"), inner.routes() as typeof tell])));
      app.use(tell);
    });
    for (const path of ["/v1", "/v1/deep/er", "/v1/nowhere"]) expectRefused(await api.get(path), noKey);
    await api.get("/v1/deep/er").set(KEY, "batch-key").expect(200);
    await api.get("/beside").expect(200, {});
  });

  it("koa-mount tells capitals apart and @koa/router does not: beside routes, a guard belongs into the router", async () => {
    const api = await start((app, auth) => {
      const guard = auth.requireProduct("batch");
      app.use(mount("/mounted", guard));
      app.use(new Router().use("/routed", guard).get(["/mounted/orders", "/routed/orders"], tell).routes());
    });
    await api.get("/mounted/orders").expect(401);
    await api.get("/MOUNTED/orders").expect(200);
    await api.get("/routed/orders").expect(401);
    await api.get("/ROUTED/orders").expect(401);
  });

  it("one look at the credentials, however deep the guards are stacked; each judges for itself", async () => {
    const known = new MemorySubscriptionStore(SUBSCRIPTIONS);
    let lookUps = 0;
    const findByKeyDigest = async (digest: string) => {
      lookUps += 1;
      return known.findByKeyDigest(digest);
    };
    const api = await start(
      (app, auth) => {
        const router = new Router();
        router.use(auth.requireProduct("pro", "batch"));
        router.get("/reports", auth.requireProduct("pro"), auth.require({ accepts: ["key"] }), tell);
        app.use(auth);
        app.use(mount("/v1", compose([auth, router.routes() as typeof tell])));
      },
      { subscriptions: { findByKeyDigest }, subscriptionCache: { ttl: 0 } },
    );
    await api.get("/v1/reports").set(KEY, "pro-key").expect(200);
    expect(lookUps).to.equal(1);
    expect(api.events.map(({ outcome, product }) => `${outcome} ${product}`)).to.deep.equal(
      Array<string>(5).fill("admit pro"),
    );
    await api.get("/v1/reports").set(KEY, "batch-key").expect(401);
    expect(lookUps, "nothing is carried over to the next request").to.equal(2);
  });

  it("protected-resource metadata is found by the path that the client sent", async () => {
    const path = "/.well-known/oauth-protected-resource/v1";
    const api = await start(
      (app, auth) => {
        app.use(mount("/.well-known", auth.protectedResourceMetadata()));
        app.use(auth);
      },
      { protectedResource: { resource: "https://api.example/v1" } },
    );
    const answer = await api.get(`${path}?x=1`).expect(200).expect("content-type", "application/json");
    expect(answer.body).to.include({ resource: "https://api.example/v1" });
    const head = await api.send("head", path).expect(200);
    expect(head.headers["content-length"]).to.equal(answer.headers["content-length"]);
    await api.send("post", path).expect(401);
    await api.get("/.well-known/openid-configuration").expect(401);
  });
});
