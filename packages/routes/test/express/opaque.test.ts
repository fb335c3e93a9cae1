import { report as reportOf } from "@product-auth/routes/express";
import { expect } from "chai";
import type { ErrorRequestHandler, Express, RequestHandler } from "express";
import corsOf from "cors";
import helmet from "helmet";
import { onBothVersions } from "./both-versions.js";
import { linesOf, newAuth } from "./answered.js";

const step: RequestHandler = (_req, _res, next) => next();

onBothVersions("what report(app, auth) does not look into", (express) => {
  const auth = newAuth();
  const reported = (declare: (app: Express) => unknown) => {
    const app = express();
    declare(app);
    return reportOf(app, auth);
  };
  const placesIn = (declare: (app: Express) => unknown) =>
    reported(declare).opaque.map(({ path, name }) => `${path}: ${name}`);

  it("ordinary middleware is not mentioned", () =>
    expect(
      reported((app) => {
        app.use(express.json(), express.urlencoded({ extended: false }), corsOf(), helmet(), step);
        app.use("/api", express.json(), corsOf()).use("/api", step).use(["/x", "/y"], step);
        app.get("/api/orders", auth, step).use("/x", express.Router()).use("/y/z", express.Router());
        const onError: ErrorRequestHandler = (error, _req, _res, next) => next(error);
        app.use(onError);
      }),
    ).to.deep.include({ unprotected: [], opaque: [] }));

  it("what is mounted at a path, serves files or lets nothing on is, with its name", () => {
    const report = reported((app) => {
      app.use("/docs", function serveDocs(_req, _res, next) { next(); }, step); // prettier-ignore
      app.use(express.static("."));
      app.use(function notFound(_req, res) { res.sendStatus(404); }); // prettier-ignore
    });
    const why = "may answer by itself, and no guard stands before it";
    expect(report.opaque).to.deep.equal([
      { path: "/docs", name: "serveDocs, step", why },
      { path: "/", name: "serveStatic, notFound", why },
    ]);
    expect(report.unprotected).to.deep.equal([]);
  });

  it("not what stands behind a guard, or behind open()", () =>
    expect(
      placesIn((app) => {
        app.use("/guarded", auth.requireProduct("pro"), step);
        app.use("/meant", auth.open(), step);
        app.use("/other", step);
        app.use(auth).use("/late", step);
      }),
    ).to.deep.equal(["/other: step"]));

  it("what is no Express is refused", () => {
    for (const value of [undefined, {}, [], step, "app", { stack: [] }])
      expect(() => reportOf(value as never, auth)).to.throw(
        TypeError,
        "report(app) takes an Express application",
      );
    expect(reportOf(express(), auth)).to.deep.equal({ routes: [], unprotected: [], opaque: [] });
    expect(reportOf(express.Router(), auth).routes).to.deep.equal([]);
  });

  it("looking changes nothing: the application and those in it answer as before", async () => {
    let seen = 0;
    const inner = express().use((_req, _res, next) => {
      seen += 1;
      next();
    });
    inner.get("/in", (_req, res) => void res.send("ok"));
    const app = express().use("/inner", inner);
    expect(linesOf(reportOf(app, auth))).to.deep.equal(["GET /inner/in: OPEN, WITHOUT SAYING SO"]);
    expect(seen).to.equal(0);
  });

  it("a page of text as a string, plain data as JSON", () => {
    const report = reported((app) => {
      app.get("/metrics", (_req, res) => void res.end());
      app.get("/orders", auth.requireProduct("pro"), (_req, res) => void res.end());
      app.use("/docs", step);
    });
    expect(String(report)).to.equal(`METHOD  PATH      DEMANDS
GET     /metrics  OPEN, WITHOUT SAYING SO
GET     /orders   product pro

Not looked into:
  /docs  step  may answer by itself, and no guard stands before it

1 of 2 routes is open without saying so:
  GET /metrics
Guard it, or say that it is meant:
  app.get("/metrics", auth.requireProduct("…"), …)
  app.get("/metrics", auth.open(), …)
`);
    expect(JSON.parse(JSON.stringify(report))).to.deep.equal(report);
  });
});
