import {
  ConfigurationError,
  createProductAuth,
  type CatalogOptions,
  type Subscription,
  type SubscriptionStore,
} from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import request from "supertest";
import { serve, type Served } from "../../served.js";
import { KEY, tell } from "../../support/api.js";
import { everywhere } from "../../support/catalog-api.js";
import type { Suite } from "../../suite.js";
import { written } from "../../written-auth.js";

type Catalog = CatalogOptions<string, string>;

const catalog = (path: string, product: "gold" | "silver"): Catalog => ({
  products: { gold: { accepts: ["key"] }, silver: { accepts: ["key"] } },
  apis: { orders: { path, products: [product] } },
});
const gold = { [KEY]: "gold-1" };
const subscriptions = [{ id: "gold", scope: "/products/gold", primaryKey: "gold-1" }] as const;

export function update({ describe, it, before, harness, catalogApis, sharedEntra }: Suite): void {
  describe("auth.update", () => {
    const start = catalogApis();

    it("changes what paths and guards demand, from the next request on", async () => {
      const api = await start({ ...catalog("orders", "gold"), subscriptions }, (app, auth) => {
        app.get("/guarded", auth.require({ api: "orders" }), tell);
        everywhere(app, auth);
      });
      const outcomes = async () => [
        await api.outcome("/orders", gold),
        await api.outcome("/v2/orders", gold),
        await api.outcome("/guarded", gold),
      ];
      expect(await outcomes()).to.deep.equal(["200 gold key", "404 api_unknown", "200 gold key"]);
      api.auth.update(catalog("v2/orders", "gold"));
      expect(await outcomes()).to.deep.equal(["404 api_unknown", "200 gold key", "200 gold key"]);
      api.auth.update(catalog("v2/orders", "silver"));
      expect(await outcomes()).to.deep.equal([
        "404 api_unknown",
        "401 key_other_product",
        "401 key_other_product",
      ]);
    });
    it("a catalog that is not sound changes nothing and throws", async () => {
      const api = await start({ ...catalog("orders", "gold"), subscriptions });
      const broken = catalog("orders/{id}", "gold");
      expect(() => api.auth.update(broken)).to.throw(ConfigurationError, "apis.orders.path: is not a path");
      expect(await api.outcome("/orders", gold)).to.equal("200 gold key");
    });
    it("a request that is under way is decided by the catalog that it came under", async () => {
      const found: Subscription = { id: "gold", scope: "/products/gold", state: "active" };
      let release = () => {};
      const store: SubscriptionStore = { findByKeyDigest: () => undefined };
      const waiting = new Promise<void>((asked) => {
        store.findByKeyDigest = () => {
          asked();
          return new Promise((answer) => (release = () => answer(found)));
        };
      });
      const api = await start({ ...catalog("orders", "gold"), subscriptions: store });
      const answer = api.outcome("/orders", gold);
      await Promise.all([
        answer,
        waiting.then(() => {
          api.auth.update(catalog("v2/orders", "silver"));
          release();
        }),
      ]);
      expect(await answer).to.equal("200 gold key");
    });
    it("under traffic every request gets one of the two answers, and both are given", async () => {
      const api = await start({ ...catalog("orders", "gold"), subscriptions });
      const seen = new Set<string>();
      let asked = 0;
      const client = async () => {
        while (asked++ < 200) {
          const { status, text } = await api.get("/orders", gold);
          seen.add(`${status} ${text.includes("gold") ? "gold" : ""}`);
          api.auth.update(catalog("orders", asked % 3 === 0 ? "silver" : "gold"));
        }
      };
      await Promise.all(Array.from({ length: 5 }, client));
      expect([...seen].sort()).to.deep.equal(["200 gold", "401 "]);
    });
    it("reaches every server that shares the instance", async () => {
      const shared = createProductAuth<string, string>({ ...catalog("orders", "gold"), subscriptions });
      const [one, other] = [written(harness.adapt(shared)), written(harness.adapt(shared))];
      const [first, second] = [
        await serve(harness, one, everywhere),
        await serve(harness, other, everywhere),
      ];
      const statuses = async (path: string) => {
        const ask = ({ server }: Served) => request(server).get(path).set(gold);
        return [(await ask(first)).status, (await ask(second)).status];
      };
      try {
        expect(await statuses("/orders")).to.deep.equal([200, 200]);
        one.update(catalog("v2", "gold"));
        expect(await statuses("/orders")).to.deep.equal([404, 404]);
        expect(await statuses("/v2")).to.deep.equal([200, 200]);
      } finally {
        await Promise.all([first.close(), second.close()]);
        await shared.close();
      }
    });

    describe("products of tokens", () => {
      let entra: Entra;
      before(async () => void (entra = await sharedEntra()));

      it("come and go with their audience, also for tokens that were seen before", async () => {
        const product = (name: "starter" | "pro") => ({
          displayName: name === "pro" ? "Pro" : "Starter",
          audience: entra.products[name]!.audience,
        });
        const both: Catalog = { products: { starter: product("starter"), pro: product("pro") } };
        const api = await start({ tenantId: entra.tenantId, authorityHost: entra.origin, ...both });
        const authorization = `Bearer ${await entra.tokenFor({ client: "contoso", product: "pro" })}`;
        const ask = () => api.outcome("/", { authorization });
        expect(await ask()).to.equal("200 pro token");
        api.auth.update({ products: { starter: product("starter") } });
        expect((await ask()).slice(0, 10)).to.equal("401 token_");
        const fresh = `Bearer ${await entra.tokenFor({ client: "contoso", product: "pro", roles: ["Product.Pro.All"] })}`;
        expect(await api.outcome("/", { authorization: fresh })).to.equal("401 token_audience");
        api.auth.update(both);
        expect(await ask()).to.equal("200 pro token");
        expect(await api.outcome("/", { authorization: fresh })).to.equal("200 pro token");
      });
    });
  });
}
