import { expect } from "chai";
import { expectRefused, KEY, noKey, noToken, noTokenOrKey, rawRequest } from "@product-auth/testkit/adapter";
import corsOf from "cors";
import helmet from "helmet";
import request from "supertest";
import { onBothVersions } from "./support/both-versions.js";
import { expressApis, tell, type ExpressApi } from "./support/express-api.js";

onBothVersions("routers and applications of Express", (express) => {
  const start = expressApis(express);

  it("open() behind app.use(auth) comes too late: the guard before it has refused", async () => {
    const api = await start((app, auth) => app.use(auth).get("/open", auth.open(), tell));
    expectRefused(await api.get("/open"), noTokenOrKey);
  });

  it("a mounted application sees the rest of the path, the guard what the client sent", async () => {
    const api = await start((app, auth) => {
      const router = express.Router();
      router.get("/:id", auth.require({ product: "pro", accepts: ["key"] }), (req, res) => {
        res.json({ id: req.params["id"], left: req.url });
      });
      app.use("/v1", express().use("/orders", router));
    });
    const target = "/v1/orders/7?subscription-key=pro-key&page=2";
    await api.get(target).expect(200, { id: "7", left: "/7?subscription-key=pro-key&page=2" });
    expect(api.events.at(-1)).to.include({ path: "/v1/orders/7" });
  });

  it("a guard before a mounted router guards paths that it does not have too", async () => {
    const api = await start((app, auth) =>
      app.use("/v1", auth.requireProduct("starter"), express.Router().all("/deep/er", tell)),
    );
    expectRefused(await api.get("/v1"), noToken);
    expectRefused(await api.get("/v1/nowhere"), noToken);
  });

  it("res.locals carries the same frozen access as the request", async () => {
    const seen: unknown[] = [];
    const api = await start((app, auth) => {
      app.get("/", auth.requireProduct("batch"), (req, res) => {
        seen.push(req.productAuth, res.locals.productAuth);
        res.end();
      });
    });
    await api.get("/").set(KEY, "batch-key").expect(200);
    expect(seen[0]).to.be.an("object").and.to.equal(seen[1]);
  });

  it("OPTIONS of a route for GET: Express tells the methods itself, the handler is not reached", async () => {
    const api = await start((app, auth) => app.get("/get", auth.requireProduct("starter"), tell));
    const answer = await request(api.server).options("/get");
    expect(answer.status).to.equal(200);
    expect(answer.headers["allow"]).to.match(/^GET,\s*HEAD$/);
  });

  it("cors and helmet beside it: preflight answered, their headers on refusals too", async () => {
    const api = await start((app, auth) => {
      app.use(helmet(), corsOf({ origin: "https://app.example" }), auth);
      app.get("/", tell);
    });
    const preflight = request(api.server).options("/").set("access-control-request-method", "GET");
    expect((await preflight).status).to.equal(204);
    const refused = await api.get("/");
    expectRefused(refused, noTokenOrKey);
    expect(refused.headers).to.include({
      "access-control-allow-origin": "https://app.example",
      "x-content-type-options": "nosniff",
    });
  });

  it("behind a trusted proxy, the challenge names the host that the client asked for", async () => {
    const api = await start((app, auth) => {
      app.set("trust proxy", true);
      app.get("/", auth.requireProduct("batch"), tell);
    });
    const answer = await api
      .get("/")
      .set("x-forwarded-host", "evil.example")
      .set("x-forwarded-for", "1.2.3.4");
    expectRefused(answer, noKey); // by the Host field alone: nobody may choose the realm
  });

  describe("a guard at a path, beside routes below it", () => {
    let api: ExpressApi;
    before(async () => {
      api = await start((app, auth) => {
        app.use("/admin", auth.require({ accepts: ["key"] }));
        app.get("/admin/orders", (_req, res) => void res.send("secret"));
      });
    });

    for (const target of [
      ...["/admin/orders", "/%61dmin/orders", "/admin%2Forders", "//admin/orders", "/x/../admin/orders"],
      ...["/ADMIN/orders/", "/admin//orders", "http://other.example/admin/orders", "/admin;x=1/orders"],
    ])
      it(`no credential, no secret: ${target}`, async () => {
        const { status, text } = await rawRequest(api.port, target);
        expect([401, 404]).to.include(status);
        expect(text).not.to.contain("secret");
      });

    it("a key opens", async () =>
      expect((await rawRequest(api.port, "/admin/orders", `${KEY}: pro-key`)).text).to.contain("secret"));
  });
});
