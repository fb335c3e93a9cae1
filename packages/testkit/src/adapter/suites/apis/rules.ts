import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { AnyOptions } from "../../adapter-harness.js";
import { KEY, tell } from "../../support/api.js";
import type { CatalogApi } from "../../support/catalog-api.js";
import type { Suite } from "../../suite.js";

const optionsFor = ({ tenantId, origin, products }: Entra): AnyOptions => ({
  tenantId,
  authorityHost: origin,
  products: {
    starter: { displayName: "Starter", audience: products["starter"]!.audience },
    pro: { displayName: "Pro", audience: products["pro"]!.audience, accepts: ["token", "key"] },
    batch: { accepts: ["key"] },
  },
  apis: {
    orders: { path: "orders", products: ["starter", "pro"] },
    reports: { path: "reports", products: ["batch"] },
  },
  subscriptions: [
    { id: "pro", scope: "/products/pro", primaryKey: "pro-1" },
    { id: "batch", scope: "/products/batch", primaryKey: "batch-1" },
    { id: "orders", scope: "/apis/orders", primaryKey: "orders-1" },
  ],
});

const key = (value: string) => ({ [KEY]: value });

export function rules({ describe, it, before, catalogApis, sharedEntra }: Suite): void {
  describe("guards of routes with API, product and all", () => {
    const start = catalogApis();
    let api: CatalogApi;
    let entra: Entra;

    before(async () => {
      entra = await sharedEntra();
      api = await start(optionsFor(entra), (app, auth) => {
        app.get("/api", auth.require({ api: "orders" }), tell);
        app.get("/product", auth.require({ api: "orders", product: "pro" }), tell);
        app.get("/all", auth.require({ product: "pro", all: true }), tell);
        app.get("/api-all", auth.require({ api: "orders", all: true }), tell);
        app.use(auth);
        app.get("/orders/all", auth.require({ product: "pro", all: true }), tell);
        app.get("/reports", tell);
      });
    });

    const token = async (product: string) => ({
      authorization: `Bearer ${await entra.tokenFor({ client: "contoso", product })}`,
    });
    const flawed = async () => ({
      authorization: `Bearer ${await entra.flawed.wrongSignature({ product: "pro" })}`,
    });

    it("an API: any of its products, and keys of its own", async () => {
      expect(await api.outcome("/api", await token("starter"))).to.equal("200 starter token");
      expect(await api.outcome("/api", await token("pro"))).to.equal("200 pro token");
      expect(await api.outcome("/api", key("pro-1"))).to.equal("200 pro key");
      expect(await api.outcome("/api", key("orders-1"))).to.equal("200 API key");
    });
    it("an API: not the products of another", async () => {
      expect(await api.outcome("/api", key("batch-1"))).to.equal("401 key_other_product");
      expect(await api.outcome("/reports", key("orders-1"))).to.equal("401 key_other_api");
      expect(await api.outcome("/reports", key("batch-1"))).to.equal("200 batch key");
    });
    it("a product of an API: that alone", async () => {
      expect(await api.outcome("/product", await token("pro"))).to.equal("200 pro token");
      expect(await api.outcome("/product", await token("starter"))).to.equal("401 token_other_product");
      expect(await api.outcome("/product", key("orders-1"))).to.equal("401 key_other_api");
    });
    for (const path of ["/all", "/api-all", "/orders/all"]) {
      it(`token and key at ${path}: one is not enough`, async () => {
        expect(await api.outcome(path)).to.equal("401 credentials_missing");
        expect(await api.outcome(path, await token("pro"))).to.equal("401 key_missing");
        expect(await api.outcome(path, key("pro-1"))).to.equal("401 token_missing");
      });
      it(`token and key at ${path}: both are, and both must be good`, async () => {
        expect(await api.outcome(path, { ...(await token("pro")), ...key("pro-1") })).to.equal(
          "200 pro both",
        );
        expect(await api.outcome(path, { ...(await token("pro")), ...key("garbage") })).to.equal(
          "401 key_unknown",
        );
        expect(await api.outcome(path, { ...(await flawed()), ...key("pro-1") })).to.equal(
          "401 token_signature",
        );
      });
    }
    it("token and key of different products", async () =>
      expect(await api.outcome("/api-all", { ...(await token("starter")), ...key("pro-1") })).to.equal(
        "401 credentials_disagree",
      ));
    it("a token beside a key for the API itself: the token's product governs", async () =>
      expect(await api.outcome("/api-all", { ...(await token("starter")), ...key("orders-1") })).to.equal(
        "200 starter both",
      ));
    it("the answer to a lone token asks for both, in the gateway's words for a key", async () => {
      const answer = await api.get("/all", await token("pro"));
      expect(answer.text).to.contain("missing subscription key");
      expect(answer.headers["www-authenticate"]).to.match(/^Bearer, AzureApiManagementKey realm="/);
    });
  });

  describe("users' tokens behind app.use(auth) with APIs", () => {
    const start = catalogApis();
    let api: CatalogApi;
    let entra: Entra;

    before(async () => {
      entra = await sharedEntra();
      api = await start(optionsFor(entra), (app, auth) => {
        app.use(auth);
        app.get("/orders/mine", auth.requireScope("Orders.Read"), tell);
        app.get("/orders/theirs", auth.requireProduct("starter"), tell);
        app.get("/reports", tell);
      });
    });
    const user = async (product: string, ...scopes: string[]) => ({
      authorization: `Bearer ${await entra.tokenFor({ client: "contoso", product, delegated: { scopes } })}`,
    });

    it("pass where a rule with scopes lets them, for a product of the API", async () =>
      expect(await api.outcome("/orders/mine", await user("starter", "Orders.Read"))).to.equal(
        "200 starter token",
      ));
    it("do not pass where no rule could: another API's path", async () =>
      expect(await api.outcome("/reports", await user("starter", "Orders.Read"))).to.equal(
        "401 key_missing",
      ));
    it("do not pass a route for applications", async () =>
      expect(await api.outcome("/orders/theirs", await user("starter", "Orders.Read"))).to.equal(
        "401 token_kind",
      ));
    it("pass with a good key beside them, and not with a bad one", async () => {
      const token = await user("starter", "Orders.Read");
      expect(await api.outcome("/orders/mine", { ...token, [KEY]: "pro-1" })).to.equal("200 starter token");
      expect(await api.outcome("/orders/mine", { ...token, [KEY]: "garbage" })).to.equal("401 key_unknown");
    });
    it("403 without the scope", async () =>
      expect(await api.outcome("/orders/mine", await user("pro", "Orders.Write"))).to.equal(
        "403 scope_missing",
      ));
  });
}
