import { KEY, tell, type Api } from "../support/api.js";
import {
  badKeyOrToken,
  badToken,
  badTokenOrKey,
  expectRefused,
  lacks,
  noTokenOrKey,
} from "../support/refused.js";
import { requestToken } from "../support/test-entra.js";
import type { Suite } from "../suite.js";

export function mainJob({ describe, it, before, apiStarter }: Suite): void {
  describe("an API with products", () => {
    const start = apiStarter();
    let api: Api;
    let token: string;

    before(async () => {
      api = await start((app, auth) => {
        app.get("/health", () => ({ body: "ok" }));
        app.use(auth);
        app.get("/orders", auth.requireProduct("starter"), tell);
        app.get("/reports", auth.requireProduct("pro"), tell);
      });
      token = await requestToken(api.entra, "contoso", "starter");
    });

    const getOrders = (bearer: string) => api.get("/orders").auth(bearer, { type: "bearer" });

    describe("200", () => {
      it("a token from the token endpoint", async () => {
        const client = api.entra.clients["contoso"]!.appId;
        await getOrders(token).expect(200, { product: "starter", credential: "token", client });
      });

      it("a subscription key of a product that takes keys", () =>
        api
          .get("/reports")
          .set(KEY, "pro-key")
          .expect(200, { product: "pro", credential: "key", subscription: "contoso-pro" }));

      it("anybody, on a route before the guard", () => api.get("/health").expect(200, "ok"));
    });

    describe("401", () => {
      it("no credential", async () => expectRefused(await api.get("/orders"), noTokenOrKey));

      it("a token of another product", async () =>
        expectRefused(await getOrders(await requestToken(api.entra, "contoso", "pro")), badToken));

      it("an expired token", async () =>
        expectRefused(await getOrders(await api.entra.flawed.expired()), badTokenOrKey));

      it("garbage for a token", async () => expectRefused(await getOrders("rubbish"), badTokenOrKey));

      it("a suspended subscription's key", async () =>
        expectRefused(await api.get("/reports").set(KEY, "suspended-key"), badKeyOrToken));
    });

    describe("403", () => {
      it("a client that was not given the product's role", async () => {
        const bearer = await requestToken(api.entra, "stranger", "starter");
        expectRefused(await getOrders(bearer), lacks("Product.Starter.All"));
      });
    });
  });
}
