import { expect } from "chai";
import { createProductAuth, UnguardedRouteError, type ProductAuth } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import request from "supertest";
import { KEY, optionsFor, tell } from "../support/api.js";
import { badToken, expectRefused } from "../support/refused.js";
import { startTestEntra } from "../support/test-entra.js";
import type { AnyOptions } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import { written, type WrittenAuth } from "../written-auth.js";
import type { Suite } from "../suite.js";

/** Products that take no keys. */
function onlyTokens(entra: Entra): ReturnType<typeof optionsFor>["products"] {
  const { starter, pro, classic } = optionsFor(entra).products;
  return {
    starter,
    pro: { ...pro, accepts: ["token"] },
    classic,
    batch: { audience: "api://b0000000-0000-4000-8000-000000000000" },
  };
}

export function instances({ harness, describe, it, before, after, apiStarter }: Suite): void {
  describe("one instance of createProductAuth", () => {
    let entra: Entra;
    const opened: Served[] = [];

    before(async () => void (entra = await startTestEntra()));
    after(async () => {
      await Promise.all([entra.close(), ...opened.map((served) => served.close())]);
    });

    it("serves two applications with the same keys and tokens", async () => {
      let closed = 0;
      const subscriptions = { findByKeyDigest: () => undefined, close: () => void (closed += 1) };
      const core = createProductAuth(optionsFor(entra, { subscriptions }));
      const token = await entra.tokenFor({ client: "contoso", product: "starter" });
      for (let i = 0; i < 2; i++) {
        const auth = written(harness.adapt(core as ProductAuth<string, string>));
        const served = await serve(harness, auth, (app) =>
          app.get("/", auth.requireProduct("starter"), tell),
        );
        opened.push(served);
        await request(served.server).get("/").auth(token, { type: "bearer" }).expect(200);
        expectRefused(await request(served.server).get("/").auth("rubbish", { type: "bearer" }), badToken);
      }
      expect([entra.requests.count("discovery"), entra.requests.count("keys")]).to.deep.equal([1, 1]);
      expect(core.health().rememberedTokens).to.equal(1);
      await harness.adapt(core as ProductAuth<string, string>).close();
      expect(closed, "times that the store was closed").to.equal(1);
    });
  });

  describe("two instances with different tenants", () => {
    let home: Entra;
    let away: Entra;
    const startHome = apiStarter(() => home);
    let other: WrittenAuth;

    before(async () => {
      home = await startTestEntra();
      // The same products and clients, with the same ids, in another tenant.
      away = await startTestEntra({ tenantId: "12345678-1111-4222-8333-123456789012" });
      const options = optionsFor(away, { subscriptions: [] as const, products: onlyTokens(away) });
      other = written(harness.adapt(options as AnyOptions));
    });
    after(async () => {
      await Promise.all([home?.close(), away?.close(), other?.close()]);
    });

    it("do not know of each other's tokens, keys or rules", async () => {
      const api = await startHome((app, auth) => {
        app.get("/home", auth.requireProduct("pro"), tell);
        app.get("/away", other.requireProduct("pro"), tell);
        app.get("/both", auth.requireProduct("pro"), other.requireProduct("pro"), tell);
      });
      const get = async (path: string, token: string) => api.get(path).auth(token, { type: "bearer" });
      const wish = { client: "contoso", product: "pro" };
      const [here, there] = [await home.tokenFor(wish), await away.tokenFor(wish)];
      // Twice: the second time, each token is remembered by the instance that verified it.
      for (let i = 0; i < 2; i++) {
        expect((await get("/home", here)).status).to.equal(200);
        expect((await get("/away", there)).status).to.equal(200);
        expect((await get("/home", there)).status).to.equal(401);
        expectRefused(await get("/away", here), badToken);
        expectRefused(await get("/both", here), badToken);
        expect((await get("/both", there)).status).to.equal(401);
      }
      expect((await api.get("/home").set(KEY, "pro-key")).status).to.equal(200);
      expect((await api.get("/away").set(KEY, "pro-key")).status).to.equal(401);
    });
  });

  describe("accessOf", () => {
    const start = apiStarter();

    it("throws where no guard ran, with the line that is missing", async () => {
      const caught: unknown[] = [];
      const api = await start((app, auth) => {
        app.get("/open", auth.open(), ({ accessOf }) => ({ body: accessOf() }));
        app.onError = (error) => {
          caught.push(error);
          return { status: 500 };
        };
      });
      await api.get("/open").expect(500);
      expect(caught).to.have.length(1);
      expect(caught[0]).to.be.instanceOf(UnguardedRouteError);
      const { message, code } = caught[0] as UnguardedRouteError;
      expect(code).to.equal("PRODUCT_AUTH_UNGUARDED_ROUTE");
      expect(message).to.match(/requireProduct|productAuth/);
    });

    it("gives the access anywhere below a guard", async () => {
      const api = await start((app, auth) => {
        app.use(auth);
        app.get("/", ({ accessOf }) => ({ body: { product: accessOf().product } }));
      });
      await api.get("/").set(KEY, "batch-key").expect(200, { product: "batch" });
    });
  });
}
