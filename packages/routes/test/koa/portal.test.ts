import Router from "@koa/router";
import { portalRoutes } from "@product-auth/koa/portal";
import { report as reportOf } from "@product-auth/routes/koa";
import { expect } from "chai";
import type Koa from "koa";
import type { Context, Middleware } from "koa";
import { answersOf, foretold, linesOf, newAuth } from "./answered.js";
import { onBothVersions } from "./both-versions.js";

const answer = (ctx: Context) => void (ctx.body = "ok");

const portal = {
  url: new URL("https://api.example/developer"),
  handle: () => Promise.resolve(new Response("page")),
};

onBothVersions("report(app, auth) of an application with a portal", (Koa) => {
  const auth = newAuth();

  async function reported(declare: (app: Koa) => unknown) {
    const app = new Koa();
    declare(app);
    const report = reportOf(app, auth);
    expect(await answersOf(app, report)).to.deep.equal(foretold(report));
    expect(report.opaque).to.deep.equal([]);
    return linesOf(report);
  }
  const route = (path: string) => new Router().get(path, answer).routes() as unknown as Middleware;

  it("all below its path is open; routes before and after it are what they are without it", async () => {
    const lines = await reported((app) => {
      app.use(route("/before")).use(portalRoutes(portal, "/developer")).use(route("/beside"));
      app.use(auth).use(route("/after"));
    });
    expect(lines).to.deep.equal([
      "GET /after: any product",
      "GET /before: OPEN, WITHOUT SAYING SO",
      "GET /beside: OPEN, WITHOUT SAYING SO",
      "ALL /developer/*: open",
    ]);
  });

  it("as the handler of a route it is that route", async () => {
    const lines = await reported((app) => {
      const router = new Router().all("/developer{/*rest}", portalRoutes(portal, "/developer"));
      app.use(router.routes() as unknown as Middleware);
    });
    expect(lines).to.deep.equal(["ALL /developer{/*rest}: open"]);
  });

  it("at the root it is everything", async () => {
    const lines = await reported((app) => app.use(portalRoutes(portal)));
    expect(lines).to.deep.equal(["ALL /*: open"]);
  });

  it("behind the guard it is guarded, and the report says so", async () => {
    const lines = await reported((app) => app.use(auth).use(portalRoutes(portal, "/developer")));
    expect(lines).to.deep.equal(["ALL /developer/*: any product; open() reopens nothing"]);
  });
});
