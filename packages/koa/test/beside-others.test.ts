import cors from "@koa/cors";
import Router from "@koa/router";
import { expectRefused, KEY, noKey, noTokenOrKey } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import helmet from "koa-helmet";
import { onBothVersions } from "./support/both-versions.js";
import { koaApis, tell, type KoaApi } from "./support/koa-api.js";

onBothVersions("@koa/cors and koa-helmet before the guard", (Koa) => {
  const start = koaApis(Koa);
  const handled: string[] = [];
  let api: KoaApi;

  before(async () => {
    api = await start((app, auth) => {
      const router = new Router();
      router.all("/all", auth.requireProduct("batch"), (ctx) => {
        handled.push(ctx.method);
        ctx.body = "handled";
      });
      app
        .use(helmet())
        .use(cors({ origin: "https://app.example" }))
        .use(auth);
      app.use(router.routes()).use(router.allowedMethods());
    });
  });
  beforeEach(() => void handled.splice(0));

  const fromApp = (method: "get" | "options") =>
    api.send(method, "/all").set("origin", "https://app.example");

  it("a preflight is answered, without a credential and without the handler", async () => {
    const answer = await fromApp("options").set("access-control-request-method", "GET");
    expect([answer.status, answer.headers["access-control-allow-origin"]]).to.deep.equal([
      204,
      "https://app.example",
    ]);
    expect(handled).to.deep.equal([]);
  });

  it("OPTIONS that is no preflight needs a credential like every other method", async () => {
    expectRefused(await fromApp("options"), noTokenOrKey);
    expect(handled).to.deep.equal([]);
    await fromApp("options").set(KEY, "batch-key").expect(200, "handled");
  });

  it("a browser may read a refusal, and their header fields are on it", async () => {
    const answer = await fromApp("get");
    expectRefused(answer, noTokenOrKey);
    expect(answer.headers).to.include({
      "access-control-allow-origin": "https://app.example",
      "x-content-type-options": "nosniff",
    });
  });

  it("and on an admission", async () => {
    const answer = await fromApp("get").set(KEY, "batch-key").expect(200, "handled");
    expect(answer.headers).to.include({ vary: "Origin", "x-content-type-options": "nosniff" });
  });
});

onBothVersions("OPTIONS and allowedMethods()", (Koa) => {
  const start = koaApis(Koa);
  const handled: string[] = [];
  let api: KoaApi;

  before(async () => {
    api = await start((app, auth) => {
      const router = new Router();
      router.get("/get", auth.requireProduct("batch"), (ctx) => void handled.push(ctx.method));
      router.options("/own", auth.requireProduct("batch"), (ctx) => void handled.push(ctx.method));
      app.use(router.allowedMethods()).use(router.routes());
    });
  });
  afterEach(() => expect(handled).to.deep.equal([]));

  it("of a route for GET: the router tells the methods, the handler is not reached", () =>
    api.send("options", "/get").expect(200, "").expect("allow", "HEAD, GET"));
  it("of a route for OPTIONS: the guard decides, and the router leaves its refusal alone", async () =>
    expectRefused(await api.send("options", "/own"), noKey));
  it("another method of a route for GET: 405", () => api.send("post", "/get").expect(405));
});

onBothVersions("app.proxy = true", (Koa) => {
  const start = koaApis(Koa);

  it("the challenge names the Host field alone: nobody chooses the realm, the path or the key", async () => {
    const api = await start((app, auth) => {
      app.proxy = true;
      app.use(auth.requireProduct("batch")).use(tell);
    });
    const forwarded = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-proto": "https",
      "x-original-url": "/?subscription-key=batch-key",
      "x-http-method-override": "HEAD",
    };
    expectRefused(await api.get("/").set(forwarded), noKey);
    expect(api.events.at(-1)).to.include({ method: "GET", path: "/" });
    await api.get("/").set(forwarded).set(KEY, "batch-key").expect(200);
  });
});
