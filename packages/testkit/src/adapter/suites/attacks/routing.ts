import { expect } from "chai";
import request from "supertest";
import type { Handler } from "../../adapter-harness.js";
import { KEY, type Api } from "../../support/api.js";
import { ORDER_PATHS } from "../../support/order-paths.js";
import { exchange, rawRequest } from "../../support/raw-request.js";
import { badKey, expectRefused, noKey } from "../../support/refused.js";
import type { Suite } from "../../suite.js";
import type { WrittenAuth } from "../../written-auth.js";
import type { WrittenRoutes } from "../../written-routes.js";

const SECRET = "what only subscribers see";
const handler: Handler = () => ({ body: SECRET });
const keyed = { product: "batch", accepts: ["key"] } as const;

/** Ways to put a guard on `/v1/orders/7`; all of them must hold whatever the path is written like. */
const SETUPS: Readonly<Record<string, (app: WrittenRoutes, auth: WrittenAuth) => void>> = {
  "before everything": (app, auth) => app.use(auth.require(keyed)).get("/v1/orders/:id", handler),
  "on the route": (app, auth) => app.get("/v1/orders/:id", auth.require(keyed), handler),
  "on a route for any path": (app, auth) => app.get("/*path", auth.require(keyed), handler),
  "on a mounted router": (app, auth) =>
    app.mount("/v1", auth.require(keyed), (v1) => v1.get("/orders/:id", handler)),
  "inside a mounted router": (app, auth) =>
    app.mount("/v1", (v1) => v1.use(auth.require(keyed)).get("/orders/:id", handler)),
  "inside a router in a mounted router": (app, auth) =>
    app.mount("/v1", (v1) =>
      v1.mount("/orders", (orders) => orders.use(auth.require(keyed)).get("/:id", handler)),
    ),
  "on all methods": (app, auth) => app.all("/v1/orders/:id", auth.require(keyed), handler),
  "on a route with a list of paths": (app, auth) =>
    app.get(["/v1/orders/:id", "/:version/orders/:id"], auth.require(keyed), handler),
};

export function routing({ describe, it, before, beforeEach, apiStarter }: Suite): void {
  for (const [where, routes] of Object.entries(SETUPS)) {
    describe(`a guard ${where}`, () => {
      const start = apiStarter();
      let api: Api;
      before(async () => void (api = await start(routes)));

      it("shows nobody the secret without a key, whatever the path is written like", async () => {
        for (const path of ORDER_PATHS) {
          const { status, text } = await rawRequest(api.port, path);
          expect([400, 401, 404], path).to.include(status);
          expect(text, path).not.to.contain(SECRET);
        }
      });
      it("shows it with a key", async () => {
        expect((await rawRequest(api.port, "/v1/orders/7", `${KEY}: batch-key`)).text).to.contain(SECRET);
        expectRefused(await api.get("/v1/orders/7"), noKey);
        expectRefused(await api.get("/v1/orders/7").set(KEY, "x"), badKey);
      });
    });
  }

  describe("the method", () => {
    const start = apiStarter();
    const handled: string[] = [];
    let api: Api;
    before(async () => {
      const seen: Handler = ({ method }) => {
        handled.push(method);
        return { body: SECRET };
      };
      api = await start((app, auth) => {
        app.get("/public", () => ({ body: "for every caller" }));
        app.post("/public", auth.require(keyed), seen);
        app.delete("/public", auth.require(keyed), seen);
        app.get("/orders", auth.require(keyed), seen);
      });
    });
    beforeEach(() => void handled.splice(0));

    for (const header of ["x-http-method-override", "x-http-method", "x-method-override"])
      it(`is the one that was sent, whatever ${header} says`, async () => {
        expectRefused(await api.post("/public").set(header, "GET"), noKey);
        await api.get("/public").set(header, "POST").expect(200, "for every caller");
        expectRefused(await api.post("/public?_method=GET").type("form").send({ _method: "GET" }), noKey);
        expect(handled).to.deep.equal([]);
      });
    it("HEAD needs what GET needs, and tells nothing", async () => {
      const refused = await request(api.server).head("/orders");
      expect([refused.status, refused.text ?? ""]).to.deep.equal([401, ""]);
      expect(handled).to.deep.equal([]);
      await request(api.server).head("/orders").set(KEY, "batch-key").expect(200);
      expect(handled).to.deep.equal(["HEAD"]);
    });
    for (const method of ["TRACE", "PUT", "PATCH", "PROPFIND", "get", "QUERY"])
      it(`${method} reaches no handler of another`, async () => {
        const answer = await exchange(
          api.port,
          `${method} /orders HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
        );
        expect(answer)
          .to.match(/^HTTP\/1\.1 4\d\d /)
          .and.not.to.contain(SECRET);
        expect(handled).to.deep.equal([]);
      });
  });

  describe("a request that is made twice in one", () => {
    const start = apiStarter();
    let api: Api;
    before(async () => {
      api = await start((app, auth) => app.post("/orders", auth.require(keyed), handler));
    });

    it("the second request behind a refused one is judged by itself", async () => {
      const head = "POST /orders HTTP/1.1\r\nhost: api.example\r\n";
      const both = `${head}content-length: 5\r\n\r\nhello${head}content-length: 0\r\n${KEY}: batch-key\r\nconnection: close\r\n\r\n`;
      const answer = await exchange(api.port, both);
      expect(answer.match(/HTTP\/1\.1 \d{3}/g)).to.deep.equal(["HTTP/1.1 401", "HTTP/1.1 200"]);
      const turned = `${head}content-length: 0\r\n${KEY}: batch-key\r\n\r\n${head}content-length: 0\r\nconnection: close\r\n\r\n`;
      expect((await exchange(api.port, turned)).match(/HTTP\/1\.1 \d{3}/g)).to.deep.equal([
        "HTTP/1.1 200",
        "HTTP/1.1 401",
      ]);
    });
  });
}
