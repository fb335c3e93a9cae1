import { expect } from "chai";
import type { AnyOptions } from "../../adapter-harness.js";
import { KEY, tell } from "../../support/api.js";
import type { CatalogApi } from "../../support/catalog-api.js";
import { rawRequest } from "../../support/raw-request.js";
import type { Suite } from "../../suite.js";

const NOT_FOUND = '{ "statusCode": 404, "message": "Resource not found" }';
const BAD_PATH = '{ "statusCode": 400, "message": "The path cannot be read." }';
const options: AnyOptions = {
  products: { gold: { accepts: ["key"] }, silver: { accepts: ["key"] } },
  apis: {
    orders: {
      path: "orders",
      products: ["gold"],
      operations: {
        list: { method: "GET", urlTemplate: "/" },
        read: { method: "GET", urlTemplate: "/{id}" },
        create: { method: "POST", urlTemplate: "/" },
      },
    },
    deep: { path: "orders/v2", products: ["silver"] },
  },
  subscriptions: [
    { id: "gold", scope: "/products/gold", primaryKey: "gold-1" },
    { id: "silver", scope: "/products/silver", primaryKey: "silver-1" },
  ],
};
const gold = { [KEY]: "gold-1" };

export function paths({ describe, it, before, catalogApis }: Suite): void {
  describe("app.use(auth) with APIs", () => {
    const start = catalogApis();
    let api: CatalogApi;
    before(async () => void (api = await start(options)));

    it("the API with the longest path decides", async () => {
      expect(await api.outcome("/orders/7", gold)).to.equal("200 gold key");
      expect(await api.outcome("/orders/v2/7", gold)).to.equal("401 key_other_product");
      expect(await api.outcome("/orders/v2/7", { [KEY]: "silver-1" })).to.equal("200 silver key");
    });
    it("case and a slash at the end make no difference", async () => {
      expect(await api.outcome("/ORDERS/", gold)).to.equal("200 gold key");
    });
    it("400 where a needless escape makes it the API's path for some routers and not for others", async () => {
      for (const path of ["/%6frders/7", "/orders/%762/7"])
        expect(await api.outcome(path, gold)).to.equal("400 path_malformed");
    });
    it("404 at a path of no API, with the best key as without", async () => {
      for (const path of ["/", "/stock", "/ordersx", "/order"]) {
        const answer = await api.get(path, gold);
        expect([answer.status, answer.text]).to.deep.equal([404, NOT_FOUND]);
        expect(answer.headers).to.not.have.property("www-authenticate");
        expect(api.events.at(-1)).to.include({ code: "api_unknown", path });
      }
    });
    it("404 at an operation that the API does not have", async () => {
      const { status, text } = await api.get("/orders/7/lines", gold);
      expect([status, text]).to.deep.equal([404, NOT_FOUND]);
      expect(api.events.at(-1)).to.include({ code: "operation_unknown" });
    });
    it("tells handlers and operators of API and operation", async () => {
      await api.get("/orders/7", gold).expect(200);
      expect(api.events.at(-1)).to.include({ api: "orders", operation: "read", product: "gold" });
      await api.get("/orders", gold).expect(200);
      expect(api.events.at(-1)).to.include({ operation: "list" });
    });

    describe("400 for a path that can be read in two ways, and no handler runs", () => {
      for (const target of [
        "//orders",
        "/orders//7",
        "/orders/./7",
        "/x/../orders",
        "/x/%2e%2e/orders",
        "/orders%2F7",
        "/orders%5c7",
        "/orders%00",
        `/orders/${"a".repeat(8_200)}`,
        "http://other.example/orders",
        "*",
      ]) {
        it(target.slice(0, 30), async () => {
          const { status, text, headers } = await rawRequest(api.port, target, `${KEY}: gold-1`);
          expect([status, text]).to.deep.equal([400, BAD_PATH]);
          expect(headers).to.not.have.property("www-authenticate");
          expect(api.events.at(-1)?.code).to.equal("path_malformed");
        });
      }
      it("/orders/%, which some routers refuse before any guard", async () =>
        expect((await rawRequest(api.port, "/orders/%", `${KEY}: gold-1`)).status).to.equal(400));
      it("a question mark ends the path", async () =>
        expect((await rawRequest(api.port, "/orders?a=//..%2f", `${KEY}: gold-1`)).status).to.equal(200));
    });

    it("is not misled by where it is mounted: the path that the client sent counts", async () => {
      const mounted = await start(options, (app, auth) => {
        for (const prefix of ["/orders", "/elsewhere"])
          app.mount(prefix, (inner) => inner.use(auth).all("/*path", tell));
      });
      expect(await mounted.outcome("/orders/7", gold)).to.equal("200 gold key");
      expect(await mounted.outcome("/elsewhere/orders/7", gold)).to.equal("404 api_unknown");
    });
    it("a guard of the same route keeps API and operation", async () => {
      const guarded = await start(options, (app, auth) => {
        app.use(auth);
        app.get("/orders/:id", auth.requireProduct("gold"), ({ access }) => ({ body: access }));
      });
      const answer = await guarded.get("/orders/7", gold).expect(200);
      expect(answer.body).to.include({ product: "gold", api: "orders", operation: "read" });
    });
  });

  describe('unmatchedPaths: "any-product"', () => {
    const start = catalogApis();
    let api: CatalogApi;
    before(async () => void (api = await start({ ...options, unmatchedPaths: "any-product" })));

    it("a path of no API needs a credential of any product", async () => {
      expect(await api.outcome("/stock", gold)).to.equal("200 gold key");
      expect(await api.outcome("/stock", { [KEY]: "silver-1" })).to.equal("200 silver key");
      expect(await api.outcome("/stock")).to.equal("401 key_missing");
      expect(await api.outcome("/stock", { [KEY]: "garbage" })).to.equal("401 key_unknown");
    });
    it("a path of an API is decided as ever", async () => {
      expect(await api.outcome("/orders", { [KEY]: "silver-1" })).to.equal("401 key_other_product");
      expect(await api.outcome("/orders/7/lines", gold)).to.equal("404 operation_unknown");
    });
    it("a path that can be read in two ways is let on nowhere", async () =>
      expect((await rawRequest(api.port, "//stock", `${KEY}: gold-1`)).status).to.equal(400));
  });
}
