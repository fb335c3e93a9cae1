import Router from "@koa/router";
import { report as reportOf } from "@product-auth/routes/koa";
import { expect } from "chai";
import type Koa from "koa";
import type { Context, Next } from "koa";
import { onBothVersions } from "./both-versions.js";
import { answersOf, foretold, linesOf, newAuth } from "./answered.js";

const answer = (ctx: Context) => void (ctx.body = "ok");
const step = (_ctx: Context, next: Next) => next();
const OPEN = "OPEN, WITHOUT SAYING SO";

onBothVersions("report(app, auth)", (Koa) => {
  const auth = newAuth();

  /** The lines of the report; a real server is asked whether they are true. */
  async function reported(declare: (app: Koa) => unknown) {
    const app = new Koa();
    declare(app);
    const report = reportOf(app, auth);
    expect(await answersOf(app, report)).to.deep.equal(foretold(report));
    return linesOf(report);
  }

  it("what stands before app.use(auth) is open, everything after it guarded", async () => {
    const lines = await reported((app) => {
      const before = new Router().get("/before", answer).get("/says-so", auth.open(), answer);
      const after = new Router()
        .get("/after", answer)
        .post("/after/:id", answer)
        .get("/late", auth.open(), answer);
      app.use(before.routes()).use(before.allowedMethods()).use(auth).use(after.routes());
    });
    expect(lines).to.deep.equal([
      "GET /after: any product",
      "POST /after/:id: any product",
      `GET /before: ${OPEN}`,
      "GET /late: any product; open() reopens nothing",
      "GET /says-so: open",
    ]);
  });

  it("guards of a route, together; one behind the handler guards nothing", async () => {
    const lines = await reported((app) => {
      const router = new Router();
      router.get("/several", auth.requireProduct("starter", "pro"), answer);
      router.get("/list", step, auth.requireProduct("pro"), auth.requireRole("Orders.Admin"), answer);
      router.get("/rule", auth.require({ product: "pro", scopes: { any: ["A", "B"] } }), answer);
      router.get("/any", auth, answer).get("/wrong", answer, auth.requireProduct("pro"));
      const other = (ctx: Context, next: Next) => (ctx.path === "/never" ? next() : answer(ctx));
      router.get("/between", answer, auth, other).get("/twice", step, auth, step).get("/twice", answer);
      app.use(router.routes());
    });
    expect(lines).to.deep.equal([
      "GET /any: any product",
      `GET /between: ${OPEN}`,
      "GET /list: product pro, roles Orders.Admin",
      "GET /rule: product pro, scopes A or B",
      "GET /several: product starter or pro",
      "GET /twice: any product",
      "GET /twice: any product",
      `GET /wrong: ${OPEN}`,
    ]);
  });

  it("each method and each path for itself", async () => {
    const lines = await reported((app) => {
      const router = new Router();
      router.register("/both", ["get", "post"], [answer]);
      router.all("/all", answer).get(["/a", "/b"], answer);
      router.put("/x", auth.requireProduct("pro"), answer).patch("/x", answer).delete("/x", answer);
      app.use(router.routes());
    });
    expect(lines).to.deep.equal([
      `GET /a: ${OPEN}`,
      `ALL /all: ${OPEN}`,
      `GET /b: ${OPEN}`,
      `GET /both: ${OPEN}`,
      `POST /both: ${OPEN}`,
      "PUT /x: product pro",
      `PATCH /x: ${OPEN}`,
      `DELETE /x: ${OPEN}`,
    ]);
  });

  it("nested routers, prefixes, and guards within a router", async () => {
    const lines = await reported((app) => {
      const users = new Router().get("/", answer).get("/:id", answer);
      users.delete("/:id", auth.requireRole("Admin"), answer);
      const admin = new Router({ prefix: "/admin" }).use("/users", users.routes());
      admin.use("/users/:id/keys", auth.requireProduct("pro")).get("/users/:name/keys", answer);
      admin.get("/users/:id/KEYS/all", answer).get("/users/:id/keyring", answer);
      app.use(admin.routes());
      const whole = new Router({ prefix: "/:tenant/whole" }).use(auth.requireProduct("starter"));
      app.use(whole.get("/x", answer).routes());
      app.use(new Router().use(auth.requireProduct("pro")).get("/no-prefix", answer).routes());
    });
    expect(lines).to.deep.equal([
      "GET /:tenant/whole/x: product starter",
      `GET /admin/users: ${OPEN}`,
      `GET /admin/users/:id: ${OPEN}`,
      "DELETE /admin/users/:id: any product, roles Admin",
      "GET /admin/users/:id/KEYS/all: product pro",
      `GET /admin/users/:id/keyring: ${OPEN}`,
      "GET /admin/users/:name/keys: product pro",
      "GET /no-prefix: product pro",
    ]);
  });

  // What `use` makes of a prefix wants the letters as they are written, unlike the routes below it.
  it("router.use(guard) with a prefix does not see capitals: where a route is open is told", async () => {
    const nested = (sensitive: boolean) =>
      new Router({ sensitive }).use(auth.requireProduct("pro")).get("/x", answer).routes();
    const lines = await reported((app) => {
      const router = new Router({ prefix: "/v1" }).use(auth.requireProduct("pro")).get("/x/:id", answer);
      app.use(router.routes()).use(new Router().use("/v2", nested(false)).routes());
      app.use(new Router({ sensitive: true }).use("/v3", nested(true)).routes());
      app.use(auth.requireProduct("starter"));
      app.use(new Router({ prefix: "/v4" }).use(auth.requireProduct("pro")).get("/x", answer).routes());
    });
    expect(lines).to.deep.equal([
      "GET /v1/x/:id: OPEN AT /V1/X/7, WITHOUT SAYING SO",
      "GET /v2/x: OPEN AT /V2/X, WITHOUT SAYING SO",
      "GET /v3/x: product pro",
      "GET /v4/x: product starter",
    ]);
    const router = new Router({ prefix: "/v1" }).use(auth).get("/x", answer);
    const report = reportOf(new Koa().use(router.routes()), auth);
    expect(report.unprotected[0]).to.include({ state: "unprotected", openAt: "/V1/X" });
    expect(String(report)).to.include("new Router({ sensitive: true })");
  });

  it("a router that guards what comes after it, and one that does not", async () => {
    const lines = await reported((app) => {
      const gate = new Router().use(auth.requireProduct("pro")).all("/gate/*rest", step);
      const noGate = new Router().use("/other", auth.requireProduct("pro")).get("/elsewhere", answer);
      const later = new Router().get("/gate/x", answer).post("/gate/:y", answer).get("/other", answer);
      app.use(gate.routes()).use(noGate.routes()).use(later.routes());
    });
    expect(lines).to.deep.equal([
      `GET /elsewhere: ${OPEN}`,
      "ALL /gate/*rest: product pro",
      "POST /gate/:y: product pro",
      "GET /gate/x: product pro",
      `GET /other: ${OPEN}`,
    ]);
  });

  it("an exclusive router runs one layer of several: its guards are not met", async () => {
    const lines = await reported((app) => {
      const router = new Router({ exclusive: true }).use(auth.requireProduct("pro")).get("/x", answer);
      router.get("/own", auth.requireProduct("starter"), answer);
      const gate = new Router({ exclusive: true }).use(auth).all("/later", step, answer);
      app.use(router.routes()).use(gate.routes()).use(new Router().get("/later", answer).routes());
    });
    expect(lines).to.deep.equal([
      `ALL /later: ${OPEN}`,
      `GET /later: ${OPEN}`,
      "GET /own: product starter",
      `GET /x: ${OPEN}`,
    ]);
  });

  it("regular expressions: guarded by what stands everywhere or on the route", () => {
    const router = new Router().use(/^\/(?!public)/ as unknown as string, auth.requireProduct("pro"));
    router
      .get("/exact", answer)
      .get("/:page", answer)
      .get(/^\/files\/(.*)/, answer);
    router.use(auth).get(/^\/late/, answer);
    expect(linesOf(reportOf(new Koa().use(router.routes()), auth))).to.deep.equal([
      `GET /:page: ${OPEN}`,
      `GET /^\\/files\\/(.*)/: ${OPEN}`,
      "GET /^\\/late/: any product",
      "GET /exact: product pro",
    ]);
  });

  it("the metadata of the resource is there and open", () => {
    const app = new Koa().use(auth.protectedResourceMetadata()).use(new Router().get("/x", answer).routes());
    expect(linesOf(reportOf(app, auth))).to.deep.equal([
      "GET /.well-known/oauth-protected-resource: open",
      `GET /x: ${OPEN}`,
    ]);
  });

  it("what is no Koa is refused", () => {
    for (const value of [undefined, {}, [], step, "app", { middleware: [] }])
      expect(() => reportOf(value as never, auth)).to.throw(TypeError, "report(app) takes a Koa application");
    expect(reportOf(new Koa(), auth)).to.deep.equal({ routes: [], unprotected: [], opaque: [] });
  });
});
