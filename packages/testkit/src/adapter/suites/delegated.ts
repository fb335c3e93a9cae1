import { expect } from "chai";
import { tell, type Api } from "../support/api.js";
import { badToken, badTokenOrKey, expectRefused, lacks } from "../support/refused.js";
import type { Suite } from "../suite.js";

export function delegated({ describe, it, before, apiStarter }: Suite): void {
  describe("a user's token", () => {
    const start = apiStarter();
    let api: Api;

    before(async () => {
      api = await start((app, auth) => {
        app.use(auth);
        app.get("/reports", auth.requireProduct("pro"), tell);
        app.get("/exports", auth.requireRole("Orders.Export"), tell);
        app.post("/orders", auth.require({ product: "pro", scopes: ["Orders.Write"] }), ({ access }) => ({
          body: { scopes: access?.token?.scopes },
        }));
        app.post("/everything", auth.requireScope("Orders.Write", "Orders.Delete"), tell);
      });
    });

    const userToken = (product: string, scopes: string[], roles: string[] = []) =>
      api.entra.tokenFor({ client: "contoso", product, delegated: { scopes, roles } });
    const post = async (path: string, token: string) => api.post(path).auth(token, { type: "bearer" });
    const get = async (path: string, token: string) => api.get(path).auth(token, { type: "bearer" });

    describe("200", () => {
      it("with the scope, through app.use(auth) to the route that asks for it", async () => {
        const answer = await post("/orders", await userToken("pro", ["Orders.Write", "Orders.Read"]));
        expect(answer.status).to.equal(200);
        expect(answer.body).to.deep.equal({ scopes: ["Orders.Write", "Orders.Read"] });
      });
      it("with every scope of requireScope", async () =>
        expect(
          (await post("/everything", await userToken("pro", ["Orders.Delete", "Orders.Write"]))).status,
        ).to.equal(200));
    });

    describe("403", () => {
      it("without the scope: at app.use(auth), which names what would do", async () =>
        expectRefused(await post("/orders", await userToken("pro", ["Orders.Read"])), lacks("Orders.Write")));
      it("with one of two scopes: at the route", async () =>
        expectRefused(
          await post("/everything", await userToken("pro", ["Orders.Write"])),
          lacks("Orders.Write", "Orders.Delete"),
        ));
      it("with the scope in another case", async () =>
        expectRefused(
          await post("/orders", await userToken("pro", ["orders.write"])),
          lacks("Orders.Write"),
        ));
    });

    describe("401", () => {
      it("with the scope, on a product's route: that is for applications", async () =>
        expectRefused(await get("/reports", await userToken("pro", ["Orders.Write"])), badTokenOrKey));
      it("with the scope and the product's role, on a product's route", async () => {
        const token = await userToken("pro", ["Orders.Write"], ["Product.Pro.All"]);
        expectRefused(await get("/reports", token), badTokenOrKey);
        expect(api.events.at(-1)).to.include({ code: "token_kind", actual: "delegated" });
      });
      it("with the role that a route asks for", async () => {
        const token = await userToken("pro", ["Orders.Write"], ["Product.Pro.All", "Orders.Export"]);
        expectRefused(await get("/exports", token), badToken);
      });
      it("an application's token on a user's route", async () => {
        const token = await api.entra.tokenFor({ client: "contoso", product: "pro" });
        expectRefused(await post("/orders", token), badToken);
        expect(api.events.at(-1)).to.include({ code: "token_kind", actual: "app-only" });
      });
      it("the scope for another product", async () =>
        expectRefused(
          await post("/orders", await userToken("starter", ["Orders.Write", "Orders.Delete"])),
          badToken,
        ));
    });

    it("401 where no route asks for scopes", async () => {
      const other = await start((app, auth) => {
        app.use(auth);
        app.get("/", tell);
      });
      const token = await userToken("pro", ["Orders.Write"], ["Product.Pro.All"]);
      expectRefused(await other.get("/").auth(token, { type: "bearer" }), badTokenOrKey);
    });
  });
}
