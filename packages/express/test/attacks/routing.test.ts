import { expect } from "chai";
import { badKey, expectRefused, KEY, noKey, ORDER_PATHS, rawRequest } from "@product-auth/testkit/adapter";
import type { RequestHandler } from "express";
import { onBothVersions, type ExpressFactory } from "../support/both-versions.js";
import { expressApis, type ExpressApi, type StartExpressApi } from "../support/express-api.js";

const SECRET = "what only subscribers see";
const handler: RequestHandler = (_req, res) => void res.send(SECRET);

/** Express's own ways to put a guard on `/v1/orders/7`; those that all frameworks have are in the contract. */
const SETUPS: Readonly<Record<string, (express: ExpressFactory) => Parameters<StartExpressApi>[0]>> = {
  "inside a mounted application": (express) => (app, auth) =>
    app.use("/v1", express().use(auth.requireProduct("batch")).get("/orders/:id", handler)),
  "on a strict, case-sensitive router": (express) => (app, auth) => {
    const router = express.Router({ caseSensitive: true, strict: true });
    app.use(router.get("/v1/orders/:id", auth.requireProduct("batch"), handler));
  },
  "on a route with paths that differ in capitals": () => (app, auth) =>
    app.get(["/v1/orders/:id", "/V1/ORDERS/:id"], auth.requireProduct("batch"), handler),
};

onBothVersions("whatever a path is written like", (express) => {
  for (const [where, routes] of Object.entries(SETUPS)) {
    describe(`a guard ${where}`, () => {
      const start = expressApis(express);
      let api: ExpressApi;
      before(async () => void (api = await start(routes(express))));

      it("shows nobody the secret without a key", async () => {
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
});
