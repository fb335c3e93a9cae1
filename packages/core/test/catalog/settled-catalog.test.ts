import { expect } from "chai";
import { createProductAuth, type CatalogEvent, type CatalogOptions } from "#src/index.js";

const AUDIENCE = "api://55556666-ffff-7777-aaaa-8888bbbb9999";

const catalogOf = () =>
  ({
    products: {
      starter: { accepts: ["key"], rateLimit: { calls: 10, renewalPeriod: 60 } },
      pro: {
        displayName: "Pro",
        audience: [AUDIENCE, "55556666-ffff-7777-aaaa-8888bbbb9999"],
        accepts: ["token", "key"],
        description: "For **partners**.",
        approvalRequired: true,
        subscriptionsLimit: 1,
        terms: "Be kind.",
        groups: ["partners", "developers", "partners"],
        quota: { calls: 1000, bandwidth: 5, renewalPeriod: 3600, apis: { orders: { calls: 100 } } },
      },
      free: { accepts: ["open"], state: "notPublished" },
    },
    apis: {
      orders: {
        displayName: "Orders",
        path: "/orders/",
        products: ["starter", "pro"],
        description: "All orders.",
        openapi: { openapi: "3.1.0", paths: {} },
        subscriptionKeyParameterNames: { header: "X-Key" },
        operations: {
          read: {
            method: "get",
            urlTemplate: "/{id}",
            displayName: "Read order",
            description: "One order.",
            rateLimitByKey: [{ calls: 5, renewalPeriod: 1, counterKey: ["ip"] }],
          },
          list: { method: "GET", urlTemplate: "/" },
        },
        rateLimit: { calls: 20, renewalPeriod: 60, operations: { list: { calls: 2, renewalPeriod: 60 } } },
      },
      status: { path: "status", products: ["free"] },
      ping: { path: "ping", subscriptionRequired: false },
      inner: { path: "inner" },
    },
  }) satisfies CatalogOptions<string, string>;

const instance = (catalog: CatalogOptions<string, string> = catalogOf(), more: object = {}) =>
  createProductAuth<string, string>({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    subscriptions: [],
    ...catalog,
    ...more,
  });

describe("auth.catalog", () => {
  it("describes a product with everything that was configured", () =>
    expect(instance().catalog.products.get("pro")).to.deep.equal({
      name: "pro",
      displayName: "Pro",
      description: "For **partners**.",
      state: "published",
      accepts: { token: true, key: true },
      open: false,
      audience: AUDIENCE,
      role: "Product.Pro.All",
      scopes: [],
      approvalRequired: true,
      subscriptionsLimit: 1,
      terms: "Be kind.",
      groups: ["partners", "developers"],
      apis: ["orders"],
      limits: [
        { kind: "quota", limit: 1000, renewalPeriod: 3600, per: "caller" },
        { kind: "bandwidth", limit: 5, renewalPeriod: 3600, per: "caller" },
        { kind: "quota", limit: 100, renewalPeriod: 3600, per: "caller", api: "orders" },
      ],
    }));

  it("leaves out what was not configured", () => {
    const { products } = instance().catalog;
    expect([...products.keys()]).to.deep.equal(["starter", "pro", "free"]);
    expect(products.get("starter")).to.deep.equal({
      name: "starter",
      displayName: "Starter",
      state: "published",
      accepts: { token: false, key: true },
      open: false,
      scopes: [],
      approvalRequired: false,
      apis: ["orders"],
      limits: [{ kind: "rate", limit: 10, renewalPeriod: 60, per: "caller" }],
    });
    expect(products.get("free")).to.include({ state: "notPublished", open: true });
  });

  it("describes an API and its operations", () =>
    expect(instance().catalog.apis.get("orders")).to.deep.equal({
      name: "orders",
      displayName: "Orders",
      description: "All orders.",
      path: "orders",
      openapi: { openapi: "3.1.0", paths: {} },
      products: ["starter", "pro"],
      open: false,
      key: { header: "X-Key", query: "subscription-key" },
      operations: [
        {
          name: "read",
          method: "GET",
          urlTemplate: "/{id}",
          displayName: "Read order",
          description: "One order.",
          limits: [{ kind: "rate", limit: 5, renewalPeriod: 1, per: "other" }],
        },
        { name: "list", method: "GET", urlTemplate: "/", limits: [] },
      ],
      limits: [
        { kind: "rate", limit: 20, renewalPeriod: 60, per: "caller" },
        { kind: "rate", limit: 2, renewalPeriod: 60, per: "caller", operation: "list" },
      ],
    }));

  it("calls an API open that needs no credential", () => {
    const open = [...instance().catalog.apis.values()].map((api) => [api.name, api.open]);
    expect(Object.fromEntries(open)).to.deep.equal({ orders: false, status: true, ping: true, inner: false });
  });

  it("has the limits of the instance, and says what they count apart", () => {
    const counted = (
      counterKey: readonly ["caller"] | readonly ["subscription"] | readonly ["client", "ip"],
    ) => ({
      calls: 1,
      renewalPeriod: 1,
      counterKey,
    });
    const policies = {
      rateLimitByKey: [counted(["caller"]), counted(["subscription"]), counted(["client", "ip"])],
    };
    const { limits } = instance({ ...catalogOf(), policies }).catalog;
    expect(limits.map(({ per }) => per)).to.deep.equal(["caller", "subscription", "other"]);
  });

  it("lists the scopes of rules by product, sorted, in the next object", () => {
    const auth = instance();
    const before = auth.catalog;
    auth.requirement({ product: ["pro", "starter"], scopes: ["Orders.Write", "Orders.Read"] });
    auth.requirement({
      anyOf: [{ product: "pro", scopes: { any: ["Orders.Admin"] } }, { product: "starter" }],
    });
    const scopesOf = (name: string) => auth.catalog.products.get(name)?.scopes;
    expect(scopesOf("pro")).to.deep.equal(["Orders.Admin", "Orders.Read", "Orders.Write"]);
    expect(scopesOf("starter")).to.deep.equal([]);
    expect(before.products.get("pro")?.scopes).to.deep.equal([]);
  });

  it("is one object until a rule names new scopes or the catalog is replaced", () => {
    const auth = instance();
    const first = auth.catalog;
    auth.requirement({ product: "pro" });
    expect(auth.catalog).to.equal(first);
    auth.requirement({ product: "pro", scopes: ["Orders.Write"] });
    const second = auth.catalog;
    expect(second).not.to.equal(first);
    auth.requirement({ product: "pro", scopes: ["Orders.Write"] });
    expect(auth.catalog).to.equal(second);
    expect(() => auth.update({ ...catalogOf(), products: {} })).to.throw("products");
    expect(auth.catalog, "after a refused update").to.equal(second);
    auth.update({ products: { pro: { audience: AUDIENCE, terms: "New terms." } }, apis: {} });
    const third = auth.catalog;
    expect([third.products.get("pro")?.terms, third.apis.size]).to.deep.equal(["New terms.", 0]);
    const { scopes } = third.products.get("pro")!;
    expect(scopes, "of rules that were compiled before").to.deep.equal(["Orders.Write"]);
    expect([second.products.get("pro")?.terms, second.apis.size]).to.deep.equal(["Be kind.", 4]);
  });

  it("is frozen at every depth, maps included, and copies what the application may change", () => {
    const given = catalogOf();
    const auth = instance(given);
    given.apis.orders.openapi.openapi = "changed";
    given.products.pro.groups.push("late");
    const { products, apis } = auth.catalog;
    expect(apis.get("orders")?.openapi).to.deep.equal({ openapi: "3.1.0", paths: {} });
    expect(products.get("pro")?.groups).to.deep.equal(["partners", "developers"]);
    const isThawed = (value: unknown): boolean =>
      typeof value === "object" &&
      value !== null &&
      (!Object.isFrozen(value) ||
        [...(Object.values(value) as unknown[]), ...(value instanceof Map ? value.values() : [])].some(
          isThawed,
        ));
    expect(isThawed(auth.catalog)).to.equal(false);
    expect(() => (products as Map<string, unknown>).delete("pro")).to.throw(TypeError);
    expect(() => (products as Map<string, unknown>).clear()).to.throw(TypeError);
    expect(() => (apis as Map<string, unknown>).set("pro", {})).to.throw(TypeError);
  });

  it("metadata changes no path and no counter", () => {
    const events: CatalogEvent[] = [];
    const auth = instance(catalogOf(), { onCatalogUpdate: (event: CatalogEvent) => events.push(event) });
    const { products, apis } = catalogOf();
    auth.update({
      products: { ...products, starter: { ...products.starter, description: "New.", groups: ["guests"] } },
      apis: { ...apis, orders: { ...apis.orders, description: "New.", openapi: "orders.yaml" } },
    });
    expect(events).to.have.length(1);
    expect(events[0]).to.deep.include({ reassignedPaths: [], restartedLimits: [] });
    expect(auth.catalog.apis.get("orders")?.openapi).to.equal("orders.yaml");
  });

  it("says whether dates of subscriptions count", () => {
    expect(instance().catalog.subscriptionDates).to.equal("enforce");
    const audited = instance(catalogOf(), { subscriptionDates: "audit" });
    expect(audited.catalog.subscriptionDates).to.equal("audit");
  });
});
