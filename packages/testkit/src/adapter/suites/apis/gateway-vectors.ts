import type { SubscriptionStore } from "@product-auth/core";
import { expect } from "chai";
import type { Response } from "supertest";
import type { AnyOptions } from "../../adapter-harness.js";
import type { CatalogApi } from "../../support/catalog-api.js";
import type { Suite } from "../../suite.js";

const KEY = "Ocp-Apim-Subscription-Key";
const MISSING =
  '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }';
const INVALID =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';

/** The API `orders` in the protected product `gold` and, where said, in the open one `free`; `audit` in no product. */
const options = (orders: object = {}, gold: object = {}): AnyOptions => ({
  products: { gold: { accepts: ["key"], ...gold }, free: { accepts: ["open"] } },
  apis: { orders: { path: "orders", products: ["gold"], ...orders }, audit: { path: "Audit/v1" } },
  subscriptions: [
    { id: "gold", scope: "/products/gold", primaryKey: "gold-1", secondaryKey: "gold-2" },
    ...(["submitted", "rejected", "suspended", "cancelled", "expired"] as const).map(
      (state) => ({ id: state, scope: "/products/gold", primaryKey: `gold-${state}`, state }) as const,
    ),
    {
      id: "blocked",
      scope: "/products/gold",
      primaryKey: "gold-blocked",
      ownerId: "zoe",
      ownerState: "blocked",
    },
    { id: "audit", scope: "/apis/audit", primaryKey: "audit-1" },
    { id: "master", scope: "/", primaryKey: "master-1" },
  ],
});

/** Compares everything that captures of the gateway show. */
function expectGateway(answer: Response, body: string, api: CatalogApi, path: string, name = KEY): void {
  expect(answer.status).to.equal(401);
  expect(answer.text).to.equal(body);
  expect(answer.headers).to.include({
    "content-type": "application/json",
    "content-length": body === MISSING ? "152" : "143",
    "www-authenticate": `AzureApiManagementKey realm="https://127.0.0.1:${api.port}/${path}",name="${name}",type="header"`,
  });
}

export function gatewayVectors({ describe, it, before, catalogApis }: Suite): void {
  describe("the gateway's answers to subscription keys", () => {
    const start = catalogApis();

    describe("an API in one protected product", () => {
      let api: CatalogApi;
      before(async () => void (api = await start(options())));

      it("a primary key in the header", async () =>
        expect(await api.outcome("/orders", { [KEY]: "gold-1" })).to.equal("200 gold key"));
      it("a secondary key in the query", async () =>
        expect(await api.outcome("/orders?subscription-key=gold-2")).to.equal("200 gold key"));
      it("a wrong key in the header wins over a right one in the query", async () => {
        const answer = await api.get("/orders?subscription-key=gold-1", { [KEY]: "garbage" });
        expectGateway(answer, INVALID, api, "orders");
      });
      it("an empty header is none: the query is looked at", async () =>
        expect(await api.outcome("/orders?subscription-key=gold-1", { [KEY]: "" })).to.equal("200 gold key"));
      for (const state of ["submitted", "rejected", "suspended", "cancelled", "expired"])
        it(`a key of a subscription that is ${state}`, async () =>
          expectGateway(await api.get("/orders", { [KEY]: `gold-${state}` }), INVALID, api, "orders"));
      it("no key", async () => expectGateway(await api.get("/orders/7"), MISSING, api, "orders"));
      it("a key whose owner is blocked", async () =>
        expectGateway(await api.get("/orders", { [KEY]: "gold-blocked" }), INVALID, api, "orders"));
      it("the key of everything, outside of any product", async () => {
        expect(await api.outcome("/orders", { [KEY]: "master-1" })).to.equal("200 API key");
        expect(await api.outcome("/audit/v1", { [KEY]: "master-1" })).to.equal("200 API key");
      });
      it("keys are compared exactly", async () =>
        expectGateway(await api.get("/orders", { [KEY]: "GOLD-1" }), INVALID, api, "orders"));
    });

    describe("an API in no product", () => {
      let api: CatalogApi;
      before(async () => void (api = await start(options())));

      it("a product's key", async () =>
        expectGateway(await api.get("/audit/v1", { [KEY]: "gold-1" }), INVALID, api, "Audit/v1"));
      it("its own key, outside of any product", async () =>
        expect(await api.outcome("/audit/v1/x", { [KEY]: "audit-1" })).to.equal("200 API key"));
      it("its own key at another API", async () =>
        expectGateway(await api.get("/orders", { [KEY]: "audit-1" }), INVALID, api, "orders"));
      it("no key: the realm has the path as it is configured", async () =>
        expectGateway(await api.get("/AUDIT/V1"), MISSING, api, "Audit/v1"));
    });

    describe("an API in a protected and an open product", () => {
      let api: CatalogApi;
      before(async () => void (api = await start(options({ products: ["gold", "free"] }))));

      it("no key: the open product", async () =>
        expect(await api.outcome("/orders")).to.equal("200 free none"));
      it("garbage is not as good as no key", async () =>
        expectGateway(await api.get("/orders", { [KEY]: "garbage" }), INVALID, api, "orders"));
      it("a key of the protected product", async () =>
        expect(await api.outcome("/orders", { [KEY]: "gold-1" })).to.equal("200 gold key"));
    });

    it("an API that needs no subscription, without a key: outside of its product", async () => {
      const api = await start(options({ subscriptionRequired: false }));
      expect(await api.outcome("/orders")).to.equal("200 API none");
      expect(await api.outcome("/orders", { [KEY]: "gold-1" })).to.equal("200 gold key");
    });
    it("an end date that is past admits where dates are only recorded, and not where they count", async () => {
      const past: AnyOptions = {
        ...options(),
        subscriptions: [
          { id: "old", scope: "/products/gold", primaryKey: "gold-old", endDate: "2020-01-01" },
        ],
      };
      const audit = await start({ ...past, subscriptionDates: "audit" });
      expect(await audit.outcome("/orders", { [KEY]: "gold-old" })).to.equal("200 gold key");
      const enforce = await start(past);
      expect(await enforce.outcome("/orders", { [KEY]: "gold-old" })).to.equal("401 key_ended");
    });
    it("a product that is not published", async () => {
      const api = await start(options({}, { state: "notPublished" }));
      expect(await api.outcome("/orders", { [KEY]: "gold-1" })).to.equal("200 gold key");
    });

    describe("an API with key names of its own", () => {
      let api: CatalogApi;
      const names = { header: "x-orders-key" };
      before(async () => void (api = await start(options({ subscriptionKeyParameterNames: names }))));

      it("the default header is not looked at, and the challenge names the right one", async () =>
        expectGateway(await api.get("/orders", { [KEY]: "gold-1" }), MISSING, api, "orders", "x-orders-key"));
      it("its own header, and the default query", async () => {
        expect(await api.outcome("/orders", { "X-Orders-Key": "gold-1" })).to.equal("200 gold key");
        expect(await api.outcome("/orders?subscription-key=gold-1")).to.equal("200 gold key");
      });
      it("other APIs keep the default", async () =>
        expect(await api.outcome("/audit/v1", { [KEY]: "audit-1" })).to.equal("200 API key"));
    });

    it("an API at the root has the root for its realm", async () => {
      const api = await start({ ...options(), apis: { all: { path: "" } }, subscriptions: [] });
      expectGateway(await api.get("/any/path"), MISSING, api, "");
    });
    it("keys in the Authorization field, where no product takes tokens", async () => {
      const api = await start(options({ subscriptionKeyParameterNames: { header: "Authorization" } }));
      expect(await api.outcome("/orders", { Authorization: "gold-1" })).to.equal("200 gold key");
      expectGateway(await api.get("/orders"), MISSING, api, "orders", "Authorization");
    });
    it("a key that was regenerated works until its grace is over", async () => {
      let keyEndsAt = Date.now() + 60_000;
      const store: SubscriptionStore = {
        findByKeyDigest: () => ({ id: "gold", scope: "/products/gold", state: "active", keyEndsAt }),
      };
      const api = await start({ ...options(), subscriptions: store });
      expect(await api.outcome("/orders", { [KEY]: "old-key" })).to.equal("200 gold key");
      keyEndsAt = Date.now();
      expectGateway(await api.get("/orders", { [KEY]: "old-key" }), INVALID, api, "orders");
      expect(api.events.at(-1)).to.include({ code: "key_retired", api: "orders" });
    });
  });
}
