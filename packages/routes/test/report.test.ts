import { productAuth as onExpress } from "@product-auth/express";
import { productAuth as onFastify } from "@product-auth/fastify";
import { productAuth as onKoa } from "@product-auth/koa";
import { report } from "@product-auth/routes";
import { report as expressReport } from "@product-auth/routes/express";
import { report as fastifyReport } from "@product-auth/routes/fastify";
import { report as koaReport } from "@product-auth/routes/koa";
import { expect } from "chai";
import express from "express";
import express4 from "express4";
import { fastify } from "fastify";
import Koa from "koa";
import koa2 from "koa2";
import { createServer } from "node:http";

const options = { products: { pro: { accepts: ["key"] } }, subscriptions: [] } as const;

describe("report(app, auth), whatever the framework", () => {
  for (const [name, make] of Object.entries({ "Express 5": express, "Express 4": express4 }))
    it(`${name}: the same as of its own entry, with the server's upgrades`, async () => {
      const auth = onExpress(options);
      const app = make().get("/x", auth.requireProduct("pro"), () => undefined);
      const server = createServer().on(
        "upgrade",
        auth.guardUpgrade(() => undefined),
      );
      const found = await report(app, auth, { server });
      expect(found).to.deep.equal(expressReport(app, auth, { server }));
      expect(found.routes.map(({ path }) => path)).to.deep.equal(["*", "/x"]);
      expect(String(found)).to.equal(String(expressReport(app, auth, { server })));
    });

  for (const [name, Class] of Object.entries({ "Koa 3": Koa, "Koa 2": koa2 }))
    it(`${name}: the same as of its own entry, with the server's upgrades`, async () => {
      const auth = onKoa(options);
      const app = new Class().use(auth);
      const server = createServer().on(
        "upgrade",
        auth.guardUpgrade(() => undefined),
      );
      const found = await report(app, auth, { server });
      expect(found).to.deep.equal(koaReport(app, auth, { server }));
      expect(found.routes.map(({ method }) => method)).to.deep.equal(["UPGRADE"]);
    });

  it("Fastify: the same as of its own entry", async () => {
    const auth = onFastify(options);
    const app = fastify();
    await app.register(auth);
    app.get("/x", () => "x");
    const found = await report(app, auth);
    const route = found.routes.find(({ path }) => path === "/x");
    expect(route).to.include({ method: "GET", state: "guarded", demands: "any product" });
    expect(route?.guards.map(({ products }) => products)).to.deep.equal([["pro"]]);
    expect(found).to.deep.equal(await fastifyReport(app, auth));
    await app.close();
  });

  it("refuses what is no application, and what is no instance", async () => {
    const auth = onExpress(options);
    const failureOf = (...args: unknown[]) =>
      report(...(args as [object, typeof auth])).then(
        () => "none",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    for (const value of [undefined, {}, [], () => 1, "app", auth])
      expect(await failureOf(value, auth)).to.equal(
        "TypeError: report(app) takes an Express, Koa or Fastify application.",
      );
    for (const value of [undefined, null, {}, express(), options])
      expect(await failureOf(express(), value)).to.equal(
        "TypeError: report(app, auth) takes what productAuth() gave as its second argument.",
      );
    expect(() => expressReport(express(), {} as never)).to.throw(TypeError, "second argument");
    expect(() => koaReport(new Koa(), {} as never)).to.throw(TypeError, "second argument");
  });
});
