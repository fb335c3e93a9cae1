import { createProductAuth, ConfigurationError, type CatalogOptions } from "#src/index.js";
import { expect } from "chai";
import fc from "fast-check";
import { setTimeout } from "node:timers/promises";

type Catalog = CatalogOptions<string, string>;

const products = { gold: { accepts: ["key"] }, open: { accepts: ["open"] } } as const;
const instance = () => createProductAuth<string, string>({ products, subscriptions: [], apis: {} });
const keyNames = { header: "X-Key" };

/** Members of an API, right and wrong: of form, by themselves, and only together with other APIs. */
const members = {
  path: fc.constantFrom("shop", "SHOP", "shop/admin", "a/b", "", "/", "a?b", "{id}", 7, undefined),
  products: fc.constantFrom(["gold"], ["gold", "open"], [], ["silver"], "gold", {}, undefined),
  displayName: fc.constantFrom("Shop", "", 3),
  subscriptionRequired: fc.constantFrom(true, false, "no"),
  subscriptionKeyParameterNames: fc.constantFrom(keyNames, { header: "a b" }, []),
  description: fc.constantFrom("Sells things", ""),
  openapi: fc.constantFrom("shop.yaml", "https://shop.example", { openapi: "3.1.0" }, { run: () => 1 }),
  operations: fc.constantFrom(
    { list: { method: "get", urlTemplate: "/{id}" } },
    { list: { method: "GET", urlTemplate: "/{id}" }, read: { method: "GET", urlTemplate: "/{other}" } },
    { list: { method: "GET", urlTemplate: "/a{b" }, more: { method: "G T", urlTemplate: "/*" } },
    { list: { method: "GET", urlTemplate: "/", rateLimit: { calls: 1, renewalPeriod: 60 } } },
    { list: { method: "GET", urlTemplate: "/", rateLimit: { calls: 0, renewalPeriod: 60 } } },
    {},
    [],
  ),
  rateLimit: fc.constantFrom({ calls: 5, renewalPeriod: 60 }, { calls: -1, renewalPeriod: 60 }, undefined),
  ipFilter: fc.constantFrom({ action: "allow", addresses: ["192.0.2.1"] }, { action: "perhaps" }),
  rateLimitByKey: fc.constantFrom(
    [{ calls: 5, renewalPeriod: 60, counterKey: ["caller"], counterName: "n" }],
    [],
  ),
  unknown: fc.constant(1),
};
const rare = fc.record(members, { requiredKeys: [] });
const sound = fc.record(
  {
    path: fc.constantFrom("shop", "SHOP", "shop/admin", "a/b", "b"),
    products: members.products.filter(
      (list) => Array.isArray(list) && list[0] === "gold" && list.length === 1,
    ),
    operations: members.operations.filter((all) => "list" in all && all.list.method === "get"),
    rateLimit: fc.constant({ calls: 5, renewalPeriod: 60 }),
  },
  { requiredKeys: ["path"] },
);
const api = fc.oneof(
  { weight: 4, arbitrary: sound },
  { weight: 1, arbitrary: rare },
  fc.constantFrom(null, [], 1),
);
const name = fc.constantFrom("a", "b", "c", "constructor", "no name", "toString");
const apis = fc.oneof(
  { weight: 20, arbitrary: fc.dictionary(name, api, { maxKeys: 5 }) },
  fc.constantFrom(undefined, null, [], "apis"),
);
const catalogs = fc.record(
  {
    products: fc.constantFrom(products, products, products, {}, { gold: {} }),
    apis,
    policies: fc.constantFrom({}, 1),
  },
  { requiredKeys: ["products", "apis"] },
) as fc.Arbitrary<unknown> as fc.Arbitrary<Catalog>;

async function outcome(update: () => unknown): Promise<string> {
  try {
    await update();
    return "applied";
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

describe("an update in steps", () => {
  it("accepts, refuses and applies what an update does, whatever the catalog", async () => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(catalogs, async (catalog) => {
        const [whole, steps] = [instance(), instance()];
        const expected = await outcome(() => whole.update(catalog));
        expect(await outcome(() => steps.updateInSteps(catalog))).to.equal(expected);
        expect(steps.catalog).to.deep.equal(whole.catalog);
        expect(steps.apis).to.deep.equal(whole.apis);
        if (expected === "applied") applied++;
      }),
      { numRuns: 250 },
    );
    expect(applied).to.be.greaterThan(5);
  });

  const many = (count: number, path = "api"): Catalog => ({
    products,
    apis: Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `api-${i}`,
        {
          path: `${path}-${i}`,
          products: ["gold"],
          operations: { list: { method: "GET", urlTemplate: "/{id}" } },
        },
      ]),
    ),
  });

  it("lets others have their turn, and changes nothing before its end", async () => {
    const auth = instance();
    let seen: number | undefined;
    setImmediate(() => (seen = auth.apis.length));
    await auth.updateInSteps(many(500));
    expect(seen).to.equal(0);
    expect(auth.apis).to.have.length(500);
  });

  it("an update at any moment of it is the one that stays", async () => {
    for (const milliseconds of [0, 5, 30, 80, 120]) {
      const auth = instance();
      const steps = auth.updateInSteps(many(300, "first"));
      await setTimeout(milliseconds);
      auth.update(many(1, "second"));
      await steps;
      expect([...auth.catalog.apis.values()].map(({ path }) => path)).to.deep.equal(["second-0"]);
    }
  });

  it("an update that begins later is applied instead of it", async () => {
    const auth = instance();
    const first = auth.updateInSteps(many(300, "first"));
    const second = auth.updateInSteps(many(3, "second"));
    await Promise.all([first, second]);
    expect([...auth.catalog.apis.values()].map(({ path }) => path)).to.deep.equal([
      "second-0",
      "second-1",
      "second-2",
    ]);
    const third = auth.updateInSteps(many(300, "third"));
    auth.update(many(1, "fourth"));
    await third;
    expect([...auth.catalog.apis.values()].map(({ path }) => path)).to.deep.equal(["fourth-0"]);
  });
});
