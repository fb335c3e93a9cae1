import { report as reportOf } from "@product-auth/routes/express";
import { expect } from "chai";
import { keepPaths } from "#src/express/keep-paths.js";
import type { Layer } from "#src/express/layers.js";
import express, { type RequestHandler } from "express";
import express4 from "express4";
import { linesOf, newAuth } from "./answered.js";

const answer: RequestHandler = (_req, res) => void res.send("ok");

// Before 2.3 the package router forgot where it mounts: the same steps, without what it keeps since.
const forgotten = (router: express.Router, from = 0): express.Router => {
  for (const layer of (router.stack as unknown as Layer[]).slice(from)) delete layer.rawPath;
  return router;
};

describe("report(app, auth) where paths are forgotten", () => {
  const auth = newAuth();

  it("Express 4: read back from what it made of them", () => {
    const router = () => express4.Router().get("/x", answer);
    const app = express4();
    for (const path of ["/a.b", "/v1/", "/:tenant", "/:a/and/:b", "/n/:n(\\d+)", "/maybe/:m?", "/w*"])
      app.use(path, router());
    app
      .use(["/one", "/:two"], router())
      .use("*", router())
      .use(/^\/re(x)?/, router());
    expect(linesOf(reportOf(app, auth)).map((line) => line.split(/[ ]|: /)[1])).to.deep.equal([
      "/*/x",
      "/:a/and/:b/x",
      "/:tenant/x",
      "/:two/x",
      "/a.b/x",
      "/maybe/:m?/x",
      "/n/:n(\\d+)/x",
      "/one/x",
      "/v1/x",
      "/w*/x",
      "/…/x",
    ]);
  });

  it("an old router: … for what is not known, guarded only by what surely is", () => {
    const inner = forgotten(express.Router().use("/in", auth.requireProduct("pro")).get("/in/x", answer));
    const router = express.Router();
    router.use("/api", auth.requireProduct("starter")).get("/api/orders/:id", answer);
    router.use(/^\/(?!public)[^/]+/, auth.requireProduct("pro")).get("/:page", answer);
    router.use("/mount", auth.requireProduct("pro"), inner);
    const report = reportOf(forgotten(router), auth);
    expect(linesOf(report)).to.deep.equal([
      "GET /:page: OPEN, WITHOUT SAYING SO",
      "GET /api/orders/:id: product starter",
      "GET /…/in/x: product pro",
    ]);
    const other = reportOf(
      forgotten(express.Router().use("/mount", auth, express.Router().get("/x", answer))),
      auth,
    );
    expect(linesOf(other)).to.deep.equal(["GET /…/x: OPEN, WITHOUT SAYING SO"]);
    expect(String(other)).to.include("npm update router");
  });

  for (const [name, of] of [
    ["5", express],
    ["4", express4],
  ] as const) {
    it(`the command lets routers keep them: Express ${name}`, () => {
      // A copy whose routers forget, as old ones do.
      const home: unknown = of === express ? of.Router.prototype : of.Router;
      const real = (home as { use: (...args: unknown[]) => unknown }).use;
      const copy = Object.assign(Object.create(of.Router) as object, {
        use(this: express.Router, ...args: unknown[]) {
          const known = this.stack.length;
          real.apply(this, args);
          return forgotten(this, known);
        },
      });
      keepPaths({ Router: of === express ? { prototype: copy } : copy });
      const router = Object.assign(of.Router(), { use: (copy as { use: express.Router["use"] }).use });
      router.use(["/one", "/two"], of.Router().get("/x", answer)).use(of.Router().get("/y", answer));
      expect(linesOf(reportOf(router, auth)).map((line) => line.slice(0, 10))).to.deep.equal([
        "GET /one/x",
        "GET /two/x",
        "GET /y: OP",
      ]);
    });
  }

  it("what is no Express is left alone", () => {
    for (const value of [undefined, null, {}, { Router: undefined }, { Router: {} }])
      expect(() => keepPaths(value)).to.not.throw();
  });
});
