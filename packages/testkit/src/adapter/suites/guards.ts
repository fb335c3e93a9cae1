import { expect } from "chai";
import { KEY, tell, type Api } from "../support/api.js";
import {
  badKey,
  badToken,
  badTokenOrKey,
  expectRefused,
  lacks,
  noKey,
  noToken,
  noTokenOrKey,
} from "../support/refused.js";
import type { Suite } from "../suite.js";

export function guards({ describe, it, before, apiStarter }: Suite): void {
  describe("guards", () => {
    const start = apiStarter();
    let api: Api; // routes behind app.use(auth)
    let single: Api; // routes with a guard of their own and no app.use(auth)

    before(async () => {
      api = await start((app, auth) => {
        app.get("/before", tell);
        app.use(auth);
        app.get("/after", tell);
      });
      single = await start((app, auth) => {
        app.get("/unguarded", tell);
        app.get("/open", auth.open(), tell);
        app.get("/starter", auth.requireProduct("starter"), tell);
        app.get("/starter-or-pro", auth.requireProduct("starter", "pro"), tell);
        app.get("/batch", auth.requireProduct("batch"), tell);
        app.get("/exporter", auth.requireProduct("starter"), auth.requireRole("Orders.Export"), tell);
        app.get("/two-roles", auth.requireRole("A", "B"), tell);
        app.get("/any-exporter", auth.requireRole("Orders.Export"), tell);
        app.get("/either", auth.require({ product: "starter", roles: { any: ["A", "B"] } }), tell);
        app.get("/both", auth.require({ product: "starter", roles: ["A", "B"] }), tell);
        app.get("/keys-only", auth.require({ product: "pro", accepts: ["key"] }), tell);
      });
    });

    const tokenOf = (product: string, roles?: string[]) =>
      api.entra.tokenFor({ client: "contoso", product, ...(roles !== undefined && { roles }) });
    const asked = async (path: string, product: string, roles?: string[]) =>
      single.get(path).auth(await tokenOf(product, roles), { type: "bearer" });
    const roles = (...more: string[]) => ["Product.Starter.All", ...more];

    describe("app.use(auth)", () => {
      it("leaves routes declared before it open", () => api.get("/before").expect(200));
      it("demands a credential after it", async () => expectRefused(await api.get("/after"), noTokenOrKey));
      it("demands it of paths that do not exist: nobody learns which do", async () =>
        expectRefused(await api.get("/nowhere"), noTokenOrKey));
      it("refuses a bad token", async () =>
        expectRefused(await api.get("/after").auth("rubbish", { type: "bearer" }), badTokenOrKey));

      for (const product of ["starter", "pro", "classic"]) {
        it(`admits a token of ${product}`, async () => {
          const answer = await api.get("/after").auth(await tokenOf(product), { type: "bearer" });
          expect(answer.status).to.equal(200);
          expect(answer.body).to.include({ product, credential: "token" });
        });
      }
      for (const [key, product] of [
        ["pro-key", "pro"],
        ["batch-key", "batch"],
      ] as const) {
        it(`admits a key of ${product}`, async () => {
          const answer = await api.get("/after").set(KEY, key).expect(200);
          expect(answer.body).to.include({ product, credential: "key" });
        });
      }
    });

    describe("a guard without app.use(auth)", () => {
      it("leaves its neighbours alone", () => single.get("/unguarded").expect(200, {}));
      it("open() lets everybody on", () => single.get("/open").expect(200, {}));
      it("authenticates by itself", async () =>
        expect((await asked("/starter", "starter")).body).to.include({ product: "starter" }));
      it("refuses a request without a token", async () =>
        expectRefused(await single.get("/starter"), noToken));
      it("refuses a bad token", async () =>
        expectRefused(await single.get("/starter").auth("rubbish", { type: "bearer" }), badToken));
      it("asks for a key when its product takes only keys", async () =>
        expectRefused(await single.get("/batch"), noKey));
      it("refuses a key of another product", async () =>
        expectRefused(await single.get("/batch").set(KEY, "pro-key"), badKey));
    });

    describe("requireProduct with several names", () => {
      for (const product of ["starter", "pro"])
        it(`admits a token of ${product}`, async () =>
          expect((await asked("/starter-or-pro", product)).body).to.include({ product }));
      it("admits a key of one of them", () => single.get("/starter-or-pro").set(KEY, "pro-key").expect(200));
      it("refuses a token of a third", async () =>
        expectRefused(await asked("/starter-or-pro", "classic"), badTokenOrKey));
      it("says which role the token's own product needs", async () =>
        expectRefused(
          await asked("/starter-or-pro", "starter", ["Product.Pro.All"]),
          lacks("Product.Starter.All"),
        ));
    });

    describe("requireRole", () => {
      it("admits a token with the role besides the product's own", async () =>
        expect((await asked("/exporter", "starter", roles("Orders.Export"))).status).to.equal(200));
      it("refuses one without the role", async () =>
        expectRefused(await asked("/exporter", "starter"), lacks("Product.Starter.All", "Orders.Export")));
      it("refuses one with the role but without the product's own", async () =>
        expectRefused(
          await asked("/any-exporter", "starter", ["Orders.Export"]),
          lacks("Product.Starter.All", "Orders.Export"),
        ));
      it("with several names wants all of them", async () => {
        expectRefused(
          await asked("/two-roles", "starter", roles("A")),
          lacks("Product.Starter.All", "A", "B"),
        );
        expect((await asked("/two-roles", "starter", roles("A", "B"))).status).to.equal(200);
      });
      it("does not look at a key: a key shows no role", async () =>
        expectRefused(await single.get("/any-exporter").set(KEY, "pro-key"), noToken));
    });

    describe("require(rule)", () => {
      for (const held of ["A", "B"])
        it(`roles { any } admits a token with ${held}`, async () =>
          expect((await asked("/either", "starter", roles(held))).status).to.equal(200));
      it("roles { any } refuses a token with none of them", async () =>
        expectRefused(await asked("/either", "starter", roles("C")), lacks("Product.Starter.All", "A", "B")));
      it("a list of roles admits a token with all of them", async () =>
        expect((await asked("/both", "starter", roles("B", "A"))).status).to.equal(200));
      it("a list of roles refuses a token with one of them", async () =>
        expectRefused(await asked("/both", "starter", roles("A")), lacks("Product.Starter.All", "A", "B")));
      it("accepts narrows what a product takes", async () => {
        expectRefused(await asked("/keys-only", "pro"), noKey);
        await single.get("/keys-only").set(KEY, "pro-key").expect(200);
      });
    });
  });
}
