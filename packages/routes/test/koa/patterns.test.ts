import Router15 from "@koa/router";
import { report as reportOf } from "@product-auth/routes/koa";
import { expect } from "chai";
import Koa, { type Context, type Next } from "koa";
import Router13 from "koa-router13";
import { answersOf, newAuth } from "./answered.js";

const answer = (ctx: Context) => void (ctx.body = "ok");
const step = (_ctx: Context, next: Next) => next();

const auth = newAuth();
const guard = auth.requireProduct("pro");

const statesOf = (...routers: readonly Router15[]) => {
  const app = new Koa();
  for (const router of routers) app.use(router.routes());
  return reportOf(app, auth).routes.map(({ path, state }) => `${path} ${state}`);
};

/** What a server answers at a path. */
async function answerAt(path: string, ...routers: readonly Router15[]): Promise<string | undefined> {
  const app = new Koa();
  for (const router of routers) app.use(router.routes());
  const asked = { method: "GET", path, state: "unprotected", demands: "", guards: [] } as const;
  const [line] = await answersOf(app, { routes: [asked], unprotected: [], opaque: [] });
  return line?.split(": ")[1];
}

describe("guards at patterns, @koa/router 13", () => {
  for (const [at, route, open] of [
    ["/:tenant([a-z0-9-]+)/orders", "/:tenant/orders", "/a_b/orders"],
    ["/:id(\\d+)", "/:id([a-z0-9]+)", "/a1"],
    ["/:a-:b", "/:id", "/a1"],
    ["/files/:a", "/files/(.*)", "/files//x"],
    ["/v1{/a-:b}?/orders", "/v1/:x?/orders", "/v1/b/orders"],
  ] as const)
    it(`a guard at ${at} does not vouch for ${route}`, async () => {
      const router = new Router13().use(at, guard).get(route, answer);
      expect(statesOf(router)).to.deep.equal([`${route} unprotected`]);
      expect(await answerAt(open, router)).to.equal("200");
    });

  it("vouches for plain paths, for the same pattern and for what begins with it", () => {
    const router = new Router13().use("/:tenant([a-z0-9-]+)/orders", guard);
    router.get("/acme/orders", answer).get("/:tenant([a-z0-9-]+)/orders/:id", answer);
    router.all("/n/:id(\\d+)", guard).get("/n/:id(\\d+)", answer).get("/n/:id(\\d+)/x", answer);
    expect(statesOf(router).filter((state) => !state.endsWith(" guarded"))).to.deep.equal([
      "/n/:id(\\d+)/x unprotected",
    ]);
  });

  it("prefixes, with parameters and without, and what stands everywhere", () => {
    const under = (prefix: string) => new Router13({ prefix }).use(guard).get("/x/:id", answer);
    expect(statesOf(under("/v1"), under("/:tenant"))).to.deep.equal([
      "/:tenant/x/:id guarded",
      "/v1/x/:id guarded",
    ]);
    const late = new Router13().use(guard).get("/(.*)/y", answer).get(/^\/z/, answer);
    expect(statesOf(late)).to.deep.equal(["/(.*)/y guarded", "/^\\/z/ guarded"]);
  });
});

for (const [version, Router] of [
  ["15", Router15],
  ["13", Router13],
] as const)
  describe(`guards that some requests get round, @koa/router ${version}`, () => {
    it("a regular expression with a memory", () => {
      const router = new Router().all(/^\/x/g, guard).get("/x", answer);
      expect(statesOf(router)).to.deep.equal(["/x unprotected"]);
    });

    it("a router for one host lets requests to others pass by", async () => {
      const gate = new Router({ host: "api.example" }).use(guard).all("/x", step);
      const routes = new Router().get("/x", answer);
      expect(statesOf(gate, routes)).to.deep.equal(["/x guarded", "/x unprotected"]);
      expect(await answerAt("/x", gate, routes)).to.equal("200");
    });

    it("letters in between: a guard at both /xy and /XY", async () => {
      const gate = new Router({ sensitive: true }).all(["/xy", "/XY"], guard);
      const routes = new Router().get("/xy", answer);
      expect(statesOf(gate, routes)).to.deep.equal(["/xy unprotected"]);
      expect(await answerAt("/xY", gate, routes)).to.equal("200");
    });
  });
