import { report as reportOf } from "@product-auth/routes/express";
import { expect } from "chai";
import type { Express, RequestHandler } from "express";
import { onBothVersions } from "./both-versions.js";
import { answersOf, foretold, linesOf, newAuth } from "./answered.js";

const answer: RequestHandler = (_req, res) => void res.send("ok");
const step: RequestHandler = (_req, _res, next) => next();
const OPEN = "OPEN, WITHOUT SAYING SO";

onBothVersions("report(app, auth)", (express) => {
  const auth = newAuth();

  /** The lines of the report; a real server is asked whether they are true. */
  async function reported(declare: (app: Express) => unknown) {
    const app = express();
    declare(app);
    const report = reportOf(app, auth);
    expect(await answersOf(app, report.routes)).to.deep.equal(foretold(report));
    return linesOf(report);
  }

  it("what stands before app.use(auth) is open, everything after it guarded", async () => {
    const lines = await reported((app) => {
      app.get("/before", answer);
      app.get("/says-so", auth.open(), answer);
      app.use(auth);
      app.get("/after", answer);
      app.post("/after/:id", answer);
      app.get("/late", auth.open(), answer);
    });
    expect(lines).to.deep.equal([
      "GET /after: any product",
      "POST /after/:id: any product",
      `GET /before: ${OPEN}`,
      "GET /late: any product; open() reopens nothing",
      "GET /says-so: open",
    ]);
  });

  it("guards of a route, together", async () => {
    const lines = await reported((app) => {
      app.get("/one", auth.requireProduct("starter"), answer);
      app.get("/several", auth.requireProduct("starter", "pro"), answer);
      app.get("/list", step, auth.requireProduct("pro"), auth.requireRole("Orders.Admin"), answer);
      app.get("/rule", auth.require({ product: "pro", scopes: { any: ["A", "B"] } }), answer);
      app.get("/key", auth.require({ product: "pro", accepts: ["key"] }), answer);
      app.get("/both", auth.require({ product: "pro", all: true }), answer);
      app.get("/any", auth, answer);
    });
    expect(lines).to.deep.equal([
      "GET /any: any product",
      "GET /both: product pro, token and key",
      "GET /key: product pro, key only",
      "GET /list: product pro, roles Orders.Admin",
      "GET /one: product starter",
      "GET /rule: product pro, scopes A or B",
      "GET /several: product starter or pro",
    ]);
  });

  it("a guard behind the handler guards nothing", async () => {
    const other: RequestHandler = (req, res, next) => answer(req, res, next);
    const lines = await reported((app) => {
      app.get("/wrong", answer, auth.requireProduct("pro"));
      app.get("/between", answer, auth.requireProduct("pro"), other);
      app.get("/step", step, auth.requireProduct("pro"), answer);
    });
    expect(lines).to.deep.equal([`GET /between: ${OPEN}`, "GET /step: product pro", `GET /wrong: ${OPEN}`]);
  });

  it("a function that stands before the guard and behind it is the handler behind it", () => {
    const app = express().get("/x", step, auth.requireProduct("pro"), step);
    expect(linesOf(reportOf(app, auth))).to.deep.equal(["GET /x: product pro"]);
  });

  it("each method and each path for itself", async () => {
    const lines = await reported((app) => {
      app.route("/orders").all(step).get(answer).post(auth.requireProduct("pro"), answer);
      app.route("/guarded").all(auth.requireProduct("starter")).get(answer).put(answer);
      app.route("/rest").get(auth.requireProduct("pro"), answer).all(answer);
      app.get(["/a", "/b"], answer);
      app.all("/all", answer);
    });
    expect(lines).to.deep.equal([
      `GET /a: ${OPEN}`,
      `ALL /all: ${OPEN}`,
      `GET /b: ${OPEN}`,
      "GET /guarded: product starter",
      "PUT /guarded: product starter",
      `GET /orders: ${OPEN}`,
      "POST /orders: product pro",
      `ALL /rest: ${OPEN}`,
      "GET /rest: product pro",
    ]);
  });

  it("routers and applications, wherever they are mounted", async () => {
    const lines = await reported((app) => {
      const router = express.Router();
      router.get("/", answer).get("/users/:id", answer);
      router.use(auth.requireRole("Admin")).delete("/users/:id", answer);
      const inner = express().get("/in", answer);
      inner.use("/deep/:level", express.Router().get("/er", auth.open(), answer));
      app.use("/admin", auth.requireProduct("pro"), router);
      app.use(["/one", "/two"], inner);
      app.use(router);
    });
    expect(lines).to.deep.equal([
      `GET /: ${OPEN}`,
      "GET /admin: product pro",
      "GET /admin/users/:id: product pro",
      "DELETE /admin/users/:id: product pro, roles Admin",
      "GET /one/deep/:level/er: open",
      `GET /one/in: ${OPEN}`,
      "GET /two/deep/:level/er: open",
      `GET /two/in: ${OPEN}`,
      `GET /users/:id: ${OPEN}`,
      "DELETE /users/:id: any product, roles Admin",
    ]);
  });

  it("a router in itself comes to an end", () => {
    const router = express.Router();
    router.get("/x", answer).use("/again", router);
    expect(linesOf(reportOf(router, auth))).to.deep.equal([`GET /x: ${OPEN}`]);
  });

  it("a guard at a path guards that path, however it is spelt, and no other", async () => {
    const lines = await reported((app) => {
      app.use("/api", auth.requireProduct("starter"));
      app.get("/api", answer).get("/API/orders/:id", answer).get("/apis", answer).get("/:any", answer);
      app.use("/tenants/:tenant/admin", auth.requireProduct("pro"));
      app.get("/tenants/:name/admin/users", answer).get("/tenants/:name/:room", answer);
    });
    expect(lines).to.deep.equal([
      `GET /:any: ${OPEN}`,
      "GET /API/orders/:id: product starter",
      "GET /api: product starter",
      `GET /apis: ${OPEN}`,
      `GET /tenants/:name/:room: ${OPEN}`,
      "GET /tenants/:name/admin/users: product pro",
    ]);
  });

  it("a case-sensitive guard does not guard a route that is not: where it is open is told", async () => {
    const strict = express.Router({ caseSensitive: true });
    strict.use("/admin", auth.requireProduct("pro"));
    strict.use(express.Router().get("/admin/users", answer));
    strict.get("/admin/strict", answer);
    const report = reportOf(strict, auth);
    expect(linesOf(report)).to.deep.equal([
      "GET /admin/strict: product pro",
      "GET /admin/users: OPEN AT /ADMIN/USERS, WITHOUT SAYING SO",
    ]);
    expect(report.unprotected[0]).to.include({ openAt: "/ADMIN/USERS" });
    const asked = ["/admin/users", "/ADMIN/USERS"].map((path) => ({ method: "GET", path }));
    expect(await answersOf(express().use(strict), asked)).to.deep.equal([
      "GET /admin/users: 401",
      "GET /ADMIN/USERS: 200",
    ]);
  });

  it("several guards that share the paths among them guard them all", () => {
    const router = express.Router({ caseSensitive: true });
    router.use(["/x", "/X"], auth.requireProduct("pro")).use(express.Router().get("/x", answer));
    expect(linesOf(reportOf(router, auth))).to.deep.equal(["GET /x: product pro"]);
    const shared = express.Router({ caseSensitive: true });
    shared.use("/x", auth.requireProduct("pro")).use("/X", auth.requireProduct("starter"));
    shared.use(express.Router().get("/x", answer));
    expect(linesOf(reportOf(shared, auth))).to.deep.equal(["GET /x: product pro"]);
  });

  it("routes and routers that only guard, for what comes after them", async () => {
    const lines = await reported((app) => {
      app.all("/api/:any", auth.requireProduct("starter"));
      app.get("/read/:any", auth.requireProduct("pro"));
      app.use("/gate", express.Router().use("/shut", auth).use(auth.requireProduct("pro")));
      app.use("/leaky", express.Router().use(step, auth.requireProduct("pro")));
      app.get("/api/orders", answer).get("/api/orders/:id", answer);
      app.all("/read/it", answer).get("/read/this", answer);
      app.get("/gate/x", answer).get("/gate/shut/x", answer);
    });
    expect(lines).to.deep.equal([
      "GET /api/orders: product starter",
      `GET /api/orders/:id: ${OPEN}`,
      "GET /gate/shut/x: product pro",
      "GET /gate/x: product pro",
      `ALL /read/it: ${OPEN}`,
      "GET /read/this: product pro",
    ]);
  });

  it('next("router") jumps over a guard behind a foreign step', async () => {
    const lines = await reported((app) => {
      const leaky = express.Router().use((_req, _res, next) => next("router"), auth.requireProduct("pro"));
      app.use(leaky).get("/x", answer);
    });
    expect(lines).to.deep.equal([`GET /x: ${OPEN}`]);
  });

  it("regular expressions: guarded by what stands everywhere or on the route", () => {
    const app = express();
    app.use(/^\/(?!public)[^/]+/, auth.requireProduct("pro"));
    app
      .get("/exact", answer)
      .get("/:page", answer)
      .get(/^\/files\/(.*)/, answer);
    app.use(auth);
    app.get(/^\/late/, answer);
    expect(linesOf(reportOf(app, auth))).to.deep.equal([
      `GET /:page: ${OPEN}`,
      `GET /^\\/files\\/(.*)/: ${OPEN}`,
      "GET /^\\/late/: any product",
      "GET /exact: product pro",
    ]);
  });

  it("the metadata of the resource is there and open", () => {
    const app = express().use(auth.protectedResourceMetadata());
    app.get("/x", answer);
    expect(linesOf(reportOf(app, auth))).to.deep.equal([
      "GET /.well-known/oauth-protected-resource: open",
      `GET /x: ${OPEN}`,
    ]);
  });

  it("guards of another instance count too, and an update is seen", () => {
    const other = newAuth();
    const app = express().use(other).get("/x", answer);
    const { guards } = reportOf(app, auth).routes[0]!;
    expect(guards).to.have.length(1);
    expect(guards[0]!.products).to.deep.equal(["starter", "pro"]);
    other.update({ products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } } });
    expect(reportOf(app, auth).unprotected).to.deep.equal([]);
  });
});
