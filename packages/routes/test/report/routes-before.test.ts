import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import Router from "@koa/router";
import { productAuth as onExpress } from "@product-auth/express";
import { productAuth as onKoa } from "@product-auth/koa";
import { report as ofExpress } from "@product-auth/routes/express";
import { report as ofKoa } from "@product-auth/routes/koa";
import type { RouteReport } from "@product-auth/routes";
import { expect } from "chai";
import express from "express";
import fc from "fast-check";
import Koa from "koa";

const KEY = "key-of-starter-0123456789";
const options = {
  products: { starter: { accepts: ["key"] } },
  subscriptions: [{ id: "one", scope: "/products/starter", primaryKey: KEY }],
} as const;

/** An application whose routes answer with their pattern, every second one behind a guard. */
interface Made {
  readonly listener: RequestListener;
  readonly report: RouteReport;
}

const FRAMEWORKS: Readonly<Record<string, (patterns: readonly string[]) => Made>> = {
  Express(patterns) {
    const auth = onExpress(options);
    const app = express();
    for (const [i, pattern] of patterns.entries()) {
      if (i % 2 === 0) app.get(pattern, (_req, res) => void res.send(pattern));
      else app.get(pattern, auth.requireProduct("starter"), (_req, res) => void res.send(pattern));
    }
    return { listener: app as unknown as RequestListener, report: ofExpress(app, auth) };
  },
  Koa(patterns) {
    const auth = onKoa(options);
    const router = new Router();
    for (const [i, pattern] of patterns.entries()) {
      if (i % 2 === 0) router.get(pattern, (ctx) => void (ctx.body = pattern));
      else router.get(pattern, auth.requireProduct("starter"), (ctx) => void (ctx.body = pattern));
    }
    const app = new Koa().use(router.routes());
    return { listener: app.callback() as RequestListener, report: ofKoa(app, auth) };
  },
};

const pattern = fc
  .tuple(
    fc.array(fc.constantFrom("a", "A", "b", ":x", ":y"), { minLength: 1, maxLength: 2 }),
    fc.constantFrom("", "", "/*rest"),
  )
  .map(([segments, tail]) => `/${segments.join("/")}${tail}`);

const patterns = fc.uniqueArray(pattern, {
  minLength: 2,
  maxLength: 5,
  selector: (path) => path.toLowerCase().replace(/:\w/g, ":"),
});

/** A request path for a pattern that no pattern with other text takes. */
const sampleOf = (path: string) => path.replace(/[:*]\w+/g, "other");

describe("a route that comes after one that takes its requests", () => {
  for (const [name, make] of Object.entries(FRAMEWORKS))
    it(`${name}: is reported exactly when another one answers`, async function () {
      this.timeout(30_000);
      let after = 0;
      await fc.assert(
        fc.asyncProperty(patterns, async (paths) => {
          const { listener, report } = make(paths);
          const server = createServer(listener).listen(0, "127.0.0.1");
          await once(server, "listening");
          const { port } = server.address() as AddressInfo;
          try {
            for (const route of report.routes) {
              const response = await fetch(`http://127.0.0.1:${port}${sampleOf(route.path)}`, {
                headers: { "ocp-apim-subscription-key": KEY },
              });
              const answered = await response.text();
              const isOther = report.routes.find(({ path }) => path === answered)?.state !== route.state;
              const what = `${route.path} of ${paths.join(" ")}, answered by ${answered}`;
              if (route.after !== undefined) {
                expect(answered, what).not.to.equal(route.path);
                after++;
              } else if (isOther) expect.fail(`not reported: ${what}`);
            }
          } finally {
            server.closeAllConnections();
            server.close();
          }
        }),
        { numRuns: 15, seed: 3 },
      );
      expect(after).to.be.above(2);
    });

  it("guards alone let requests on, and add to what both demand", () => {
    const auth = onExpress(options);
    const app = express();
    app.all("/*rest", auth);
    app.get("/orders/:id", (_req, res) => void res.end());
    app.get("/orders/mine", auth.requireProduct("starter"), (_req, res) => void res.end());
    const { routes } = ofExpress(app, auth);
    expect(routes.map(({ path, after }) => [path, after])).to.deep.equal([
      ["/orders/:id", undefined],
      ["/orders/mine", { method: "GET", path: "/orders/:id" }],
    ]);
  });
});
