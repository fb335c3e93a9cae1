import { createProductAuth, type CredentialKind, type ProductAuthOptions } from "#src/index.js";
import { expect } from "chai";
import { deepFreeze } from "#src/lib/deep-freeze.js";
import { settle } from "#src/options/settings.js";
import { PRODUCTS, STARTER_ID, TENANT, refusal } from "../catalog.js";
import { viewOf } from "../request/view-of.js";
import { answerTo } from "../answer/answer-to.js";

const base = { tenantId: TENANT, products: { starter: { audience: STARTER_ID } } };

describe("options: defaults", () => {
  const settings = settle(base);
  it("of times and sizes", () => {
    expect(settings).to.deep.include({
      clockTolerance: 300,
      keyTimes: { refreshInterval: 3_600_000, unknownKeyInterval: 30_000, lastKnownGood: 86_400_000 },
      fetchTimeout: 5_000,
      tokenCacheSize: 10_000,
      tokenCacheBytes: 32 * 1024 * 1024,
      errors: "gateway",
    });
    expect(settings.sources).to.deep.equal({
      maxTokenLength: 16_384,
      token: { header: "authorization", scheme: "required" },
      origins: new Set(),
      key: {
        header: "ocp-apim-subscription-key",
        headerAsWritten: "Ocp-Apim-Subscription-Key",
        query: "subscription-key",
      },
    });
  });
  it("of Entra: the global cloud, both versions, idtyp not demanded", () => {
    expect(settings.issuers.entra).to.deep.include({
      host: "https://login.microsoftonline.com",
      authorities: [TENANT],
      tenants: [TENANT],
      profiles: ["entra-v1", "entra-v2"],
      requireIdtyp: false,
    });
  });
  it("of a product: tokens, and a role made of its display name", () => {
    expect(settings.products.get("starter")).to.deep.include({
      name: "starter",
      displayName: "Starter",
      accepts: { token: true, key: false },
      role: "Product.Starter.All",
    });
    const named = settle({
      ...base,
      products: { starter: { audience: STARTER_ID, displayName: "Basic" } },
    });
    expect(named.products.get("starter")).to.include({ role: "Product.Basic.All" });
  });
});

describe("options: what is made of them", () => {
  it("a tenant in upper case becomes lower case, as tid is", () => {
    expect(settle({ ...base, tenantId: TENANT.toUpperCase() }).issuers.entra?.tenants).to.deep.equal([
      TENANT,
    ]);
  });
  it("a host loses its slash", () => {
    expect(settle({ ...base, authorityHost: "https://login.example/" }).issuers.entra?.host).to.equal(
      "https://login.example",
    );
  });
  for (const host of ["http://localhost:4000", "http://127.0.0.1:4000", "http://[::1]:4000"]) {
    it(`plain http on this machine is accepted: ${host}`, () => {
      expect(settle({ ...base, authorityHost: host }).issuers.entra?.host).to.equal(host);
    });
  }
  it("a time limit becomes whole milliseconds", () => {
    expect(settle({ ...base, signingKeys: { timeout: 1.001 } }).fetchTimeout).to.equal(1001);
    expect(settle({ ...base, signingKeys: { timeout: 0.0001 } }).fetchTimeout).to.equal(1);
  });
  it("where claims stand is copied and frozen: the application may change its own list", () => {
    const [rolesClaim, scopesClaim] = [["realm_access", "roles"], { membersOf: ["a", "b"] }];
    const clientClaim = () => "x";
    const issuers = [{ issuer: "urn:a", jwksUri: "https://a.example", rolesClaim, scopesClaim, clientClaim }];
    const [place] = settle({ ...base, issuers }).issuers.openId;
    rolesClaim.pop();
    scopesClaim.membersOf.pop();
    expect(place?.settings).to.deep.include({
      rolesClaim: ["realm_access", "roles"],
      scopesClaim: { membersOf: ["a", "b"] },
      clientClaim,
      audienceClaim: undefined,
    });
    expect(place?.settings.rolesClaim).to.be.frozen;
  });
  it("keys alone need no issuer", () => {
    const auth = createProductAuth({ products: { partner: PRODUCTS.partner }, subscriptions: [] });
    const counters = { state: "ok", store: "memory", size: { known: 0, madeUp: 0 } };
    expect(auth.health()).to.deep.equal({ status: "ok", issuers: [], rememberedTokens: 0, counters });
  });
});

describe("options: the object given", () => {
  const given = (): ProductAuthOptions<"starter" | "pro"> => ({
    tenantId: TENANT,
    tokenVersions: ["2.0"],
    products: { starter: { audience: [STARTER_ID] }, pro: { accepts: ["key"] } },
    subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: "key-1", endDate: "2099-01-01" }],
    subscriptionKeyParameterNames: { header: "X-Key" },
    signingKeys: { timeout: 1 },
  });

  it("may be frozen at every depth", () => {
    expect(createProductAuth(deepFreeze(given())).products).to.deep.equal(["starter", "pro"]);
  });
  it("is not written to", () => {
    const options = given();
    createProductAuth(options);
    expect(options).to.deep.equal(given());
  });
  it("has no effect when it is changed afterwards", () => {
    const accepts: CredentialKind[] = ["key"];
    const names = { header: "X-Key" };
    const auth = createProductAuth({
      products: { pro: { accepts } },
      subscriptions: [],
      subscriptionKeyParameterNames: names,
    });
    accepts.length = 0;
    names.header = "X-Other";
    const { headers } = answerTo(
      auth,
      refusal("key_missing"),
      auth.requirement({ product: "pro" }),
      viewOf(),
    );
    expect(headers["www-authenticate"]).to.deep.equal([
      'AzureApiManagementKey realm="https:///",name="X-Key",type="header"',
    ]);
  });
});
