import { report as reportOf } from "@product-auth/routes/express";
import { expect } from "chai";
import express, { type Express, type RequestHandler } from "express";
import express4 from "express4";
import { onBothVersions } from "./both-versions.js";
import { answersOf, linesOf, newAuth } from "./answered.js";

const answer: RequestHandler = (_req, res) => void res.send("ok");
const step: RequestHandler = (_req, _res, next) => next();

const auth = newAuth();
const guard = auth.requireProduct("pro");

/** What the report says of the one route; open, it is found open by a real server at this path. */
async function saysOpen(app: Express, at: string, method = "GET"): Promise<void> {
  const { routes } = reportOf(app, auth);
  expect(await answersOf(app, [{ method, path: at }])).to.deep.equal([`${method} ${at}: 200`]);
  expect(routes.map(({ state }) => state)).to.include("unprotected");
}

const saysGuarded = (app: Express) => expect(reportOf(app, auth).unprotected).to.deep.equal([]);

describe("guards at patterns, express 4", () => {
  for (const [at, route, open] of [
    ["/:tenant([a-z0-9-]+)/orders", "/:tenant/orders", "/a_b/orders"],
    ["/:id(\\d+|[a-z-]+)", "/:id", "/a1"],
    ["/v1/:x([^/.]+?)", "/v1/:x", "/v1/a.b"],
    ["/:a-:b", "/x-:id", ""],
    ["/v1/:x?/orders", "/:v/:x/orders", "/v2/7/orders"],
    ["/files/:a", "/files/*", "/files//x"],
    ["/files/:a", "/files/:b(.*)", "/files//x"],
    ["/files/:a", "/files/:b*", ""],
  ] as const)
    it(`a guard at ${at} does not vouch for ${route}`, async () => {
      const app = express4();
      app.use(at, guard).get(route, answer);
      const { unprotected } = reportOf(app, auth);
      expect(unprotected).to.have.length(1);
      if (open !== "") await saysOpen(app, open); // the others are guarded, which takes more to see
    });

  it("vouches for plain paths, for the same pattern and for what begins with it", () => {
    const app = express4();
    app.use("/:tenant([a-z0-9-]+)/orders", guard);
    app.get("/acme/orders", answer).get("/:tenant([a-z0-9-]+)/orders/:id", answer);
    app.all("/n/:id(\\d+)", guard).get("/n/:id(\\d+)", answer);
    saysGuarded(app);
    app.get("/:tenant([a-z]+)/orders", answer).get("/n/:id(\\d+)/x", answer);
    expect(reportOf(app, auth).unprotected.map(({ path }) => path)).to.deep.equal([
      "/:tenant([a-z]+)/orders",
      "/n/:id(\\d+)/x",
    ]);
  });

  it("a plain guard vouches for a parameter with a pattern that stays in its segment", () => {
    saysGuarded(express4().use("/:tenant/orders", guard).get("/:tenant([a-z0-9-]+)/orders", answer));
    saysGuarded(express4().use("/users", guard).get("/users/:id(\\d+)?", answer));
  });

  it("what begins alike and goes on with a quantifier is something else", () =>
    saysOpen(express4().use("/:x(\\d+)", guard).get("/:x(\\d+)/?b", answer), "/7b"));
});

describe("a second slash behind a mount, express 4", () => {
  const inner = () => express4.Router().get("/:id", answer).get("/", answer);

  it("leads past guards at what is below it", async () => {
    const app = express4().use("/admin/:any", guard).use("/admin", inner());
    await saysOpen(app, "/admin//7");
    expect(reportOf(app, auth).unprotected.find(({ path }) => path === "/admin/:id")?.openAt).to.equal(
      "/admin//7",
    );
    await saysOpen(express4().all("/admin", guard).use("/admin", inner()), "/admin//");
  });

  it("and not past what stands at the mount, or in it", () =>
    saysGuarded(express4().use("/admin", guard, inner()).use("/v2", express4.Router().use(guard, inner()))));
});

describe("guards at patterns, express 5", () => {
  it("several parameters in a segment, wildcards in the middle", () => {
    const app = express();
    app.use("/:a-:b", guard).use("/x/*rest/y", guard);
    app.get("/:id", answer).get("/x/:a/y", answer).get("/7-8", answer).get("/:a-:b/more", answer);
    expect(reportOf(app, auth).unprotected.map(({ path }) => path)).to.deep.equal(["/:id", "/x/:a/y"]);
  });
  it("optional parts: each choice of them counts", () =>
    saysOpen(express().use("/v1{/a/b}/orders", guard).get("/v1{/a}{/b}/orders", answer), "/v1/b/orders"));
});

onBothVersions("guards that some requests get round", (framework) => {
  it("a regular expression with a memory", async () => {
    const app = framework().use(/^\/x/g, guard).get("/x", answer);
    await answersOf(app, [{ method: "GET", path: "/x" }]);
    await saysOpen(app, "/x");
  });

  it("a wildcard takes empty segments, which parameters do not", () =>
    saysOpen(
      framework()
        .use("/:a/:b", guard)
        .get(framework === express ? "/x/*rest" : "/x/*", answer),
      "/x//y",
    ));

  it("letters in between: a guard at both /xy and /XY", async () => {
    const router = framework.Router({ caseSensitive: true }).use(["/xy", "/XY"], guard);
    await saysOpen(framework().use(router.use(framework.Router().get("/xy", answer))), "/xY");
  });

  it("HEAD, where the guard's path has steps of its own for it", () => {
    const app = framework();
    app.route("/x").get(guard).head(step);
    app.get("/x", answer);
    return saysOpen(app, "/x", "HEAD");
  });

  it("a method whose steps jump over the guard of all", () => {
    const app = framework();
    app
      .route("/x")
      .get((_req, _res, next) => next("route"))
      .all(guard);
    app.all("/x", answer);
    const { routes } = reportOf(app, auth);
    expect(routes.filter(({ method }) => method === "ALL").map(({ state }) => state)).to.deep.equal([
      "unprotected",
    ]);
  });

  it('next("router") before the guard, at a path that a parameter may have', () => {
    const leaky = framework
      .Router()
      .use("/x", (_req, _res, next) => next("router"))
      .use(guard);
    return saysOpen(framework().use(leaky).get("/:any", answer), "/x");
  });

  it("and not: a guard among others, and another router's next", () => {
    const gate = framework.Router().use("/x", guard).use(framework.Router().use(step)).use(guard);
    saysGuarded(framework().use(gate).get("/:any", answer));
  });
  it("paths that cannot be decoded are no samples", () => {
    const app = framework().use("/:any", step).get("/100%", guard, answer);
    expect(linesOf(reportOf(app, auth))).to.deep.equal(["GET /100%: product pro"]);
  });
});
