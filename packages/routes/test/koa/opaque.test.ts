import cors from "@koa/cors";
import Router from "@koa/router";
import { report as reportOf } from "@product-auth/routes/koa";
import { expect } from "chai";
import { keepComposed, keepMounted } from "#src/koa/parts.js";
import type { Context, Middleware, Next } from "koa";
import compose from "koa-compose";
import helmet from "koa-helmet";
import mount from "koa-mount";
import { onBothVersions } from "./both-versions.js";
import { answersOf, foretold, linesOf, newAuth } from "./answered.js";

const answer = (ctx: Context) => void (ctx.body = "ok");
const step = (_ctx: Context, next: Next) => next();
const get = (path: string, sensitive = false) =>
  new Router({ sensitive }).get(path, answer).routes() as Middleware;
const OPEN = "OPEN, WITHOUT SAYING SO";

onBothVersions("what report(app, auth) looks into", (Koa) => {
  const auth = newAuth();
  const reported = (...steps: Middleware[]) => {
    const app = new Koa();
    for (const each of steps) app.use(each);
    return reportOf(app, auth);
  };
  const placesIn = (...steps: Middleware[]) => reported(...steps).opaque.map(({ name }) => name);

  it("ordinary middleware is not mentioned", () =>
    expect(placesIn(cors(), helmet(), step, async (_ctx, next) => void (await next()))).to.deep.equal([]));

  it("what is mounted, composed, serves files or lets nothing on is, unless a guard stands before it", () => {
    const serve: Middleware = function serve(_ctx, next) { return next(); }; // prettier-ignore
    const steps: Middleware[] = [
      mount("/x", new Koa().use(get("/x"))),
      compose([step]),
      serve,
      answer as Middleware,
    ];
    expect(reported(...steps)).to.deep.include({
      routes: [],
      opaque: [
        {
          path: "/",
          name: "something mounted (koa-mount), something composed (koa-compose), serve, answer",
          why: "may answer by itself, and no guard stands before it",
        },
      ],
    });
    expect(placesIn(auth, ...steps)).to.deep.equal([]);
    expect(placesIn(auth.open(), ...steps)).to.deep.equal([]);
  });

  it("the parts of what is mounted and composed, where they are kept, as the command does it", async () => {
    const mounting = keepMounted(mount) as typeof mount;
    const composing = keepComposed(compose) as typeof compose;
    const app = new Koa();
    app.use(mounting("/open", new Koa().use(get("/a/:id"))));
    app.use(
      mounting("/guarded", new Koa().use(auth.requireProduct("pro")).use(mounting("/deep", get("/a")))),
    );
    app.use(mounting("/gate", composing([step, auth.requireProduct("starter")])));
    app.use(get("/gate/a", true)).use(get("/GATE/b", true)).use(get("/gates"));
    app.use(composing([step, auth.requireProduct("pro"), get("/composed")]));
    app.use(mounting(get("/everywhere")));
    const report = reportOf(app, auth);
    expect(await answersOf(app, report)).to.deep.equal(foretold(report));
    expect(linesOf(report)).to.deep.equal([
      `GET /GATE/b: ${OPEN}`,
      "GET /composed: product pro",
      "GET /everywhere: product pro",
      "GET /gate/a: product starter",
      `GET /gates: ${OPEN}`,
      "GET /guarded/deep/a: product pro",
      `GET /open/a/:id: ${OPEN}`,
    ]);
    expect(report.opaque).to.deep.equal([]);
    const files = reportOf(
      new Koa()
        .use(mounting("/files", step))
        .use(mounting("/app", composing([step, step])))
        .use(mounting("/own", new Koa().use(step).use(step))),
      auth,
    );
    expect(files.opaque.map(({ path, name }) => `${path} ${name}`)).to.deep.equal(["/files step"]);
  });

  it("a mount is letter by letter, a route is not: what it guards is open in other letters", async () => {
    const mounting = keepMounted(mount) as typeof mount;
    const app = new Koa();
    app.use(mounting("/gate", auth)).use(get("/gate/a"));
    const report = reportOf(app, auth);
    expect(linesOf(report)).to.deep.equal(["GET /gate/a: OPEN AT /GATE/A, WITHOUT SAYING SO"]);
    expect(await answersOf(app, report)).to.deep.equal(["GET /gate/a: 200"]);
    const strict = new Koa().use(mounting("/gate", auth)).use(get("/gate/a", true));
    expect(linesOf(reportOf(strict, auth))).to.deep.equal(["GET /gate/a: any product"]);
  });

  it("keeping parts changes nothing else", () => {
    for (const keep of [keepComposed, keepMounted]) expect(keep(undefined)).to.equal(undefined);
    const original = Object.assign(() => step, { version: 1 });
    expect(keepComposed(original)).to.include({ version: 1 });
  });
});
