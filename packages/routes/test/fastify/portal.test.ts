import { productAuth } from "@product-auth/fastify";
import { portalRoutes } from "@product-auth/fastify/portal";
import { report as reportOf } from "@product-auth/routes/fastify";
import { expect } from "chai";
import { fastify, type FastifyInstance } from "fastify";
import { hearRoutes } from "#src/fastify/heard-routes.js";

const portal = {
  url: new URL("https://api.example/developer"),
  handle: () => Promise.resolve(new Response("page")),
};

describe("report(app, auth) of an application with a portal", () => {
  for (const listening of [false, true])
    for (const where of ["outside of the guarded scope", "in the guarded scope", "with nothing guarded"])
      it(`${where}, ${listening ? "as the command reports" : "in the process"}: all below its path is open`, async () => {
        const auth = productAuth({ products: { starter: { accepts: ["key"] } }, subscriptions: [] });
        const app = fastify();
        if (listening) hearRoutes(app);
        const mount = (scope: FastifyInstance) =>
          scope.register(portalRoutes(portal), { prefix: "/developer" });
        if (where.startsWith("in ")) await app.register(auth);
        await mount(app);
        if (where.startsWith("outside"))
          await app.register(async (scope) => {
            await scope.register(auth);
            scope.get("/after", () => "ok");
          });
        else app.get("/after", () => "ok");
        const report = await reportOf(app, auth);
        const lines = report.routes.map(({ method, path, demands }) => `${method} ${path}: ${demands}`);
        const after = where.startsWith("with ") ? "OPEN, WITHOUT SAYING SO" : "any product";
        expect(lines).to.include(`GET /after: ${after}`);
        expect(lines).to.include("ALL /developer/*: open").and.include("ALL /developer: open");
        for (const url of ["/developer", "/developer/x"])
          expect((await app.inject({ method: "PUT", url })).body).to.equal("page");
        await app.close();
      });
});
