import { expect } from "chai";
import * as fc from "fast-check";
import { createProductAuth, type CatalogEvent } from "#src/index.js";
import { catalogVersion, readCatalog } from "#src/catalog-file/index.js";
import { catalogVersionInSteps } from "#src/catalog/catalog-version.js";

type Catalog = Parameters<typeof catalogVersion>[0];

const catalog: Catalog = {
  products: {
    starter: { displayName: "Starter", accepts: ["key"], rateLimit: { calls: 10, renewalPeriod: 60 } },
    pro: { accepts: ["key"], terms: "Pay on time." },
  },
  apis: {
    orders: {
      path: "orders",
      products: ["starter", "pro"],
      operations: {
        list: { method: "GET", urlTemplate: "/" },
        description: { method: "GET", urlTemplate: "/description", displayName: "Its description" },
      },
      ipFilter: { action: "allow", addresses: ["10.0.0.1"] },
    },
  },
} as Catalog;

/** The same content with the members of every object in another order. */
function turned(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  const members = Object.entries(value).map(([name, member]) => [name, turned(member)] as const);
  return Object.fromEntries(members.reverse());
}

/** The catalog with another value at a path, or without it. */
function changed(path: string, value?: unknown): Catalog {
  const copy = structuredClone(catalog) as unknown as Record<string, unknown>;
  const names = path.split("/");
  const last = names.pop()!;
  let place = copy;
  for (const name of names) place = place[name] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy as unknown as Catalog;
}

describe("the version of a catalog", () => {
  const version = catalogVersion(catalog);

  it("is 12 hexadecimal digits, whatever the order of members, and the same in steps", async () => {
    expect(version).to.match(/^[0-9a-f]{12}$/);
    expect(catalogVersion(turned(catalog) as Catalog)).to.equal(version);
    expect(await catalogVersionInSteps(catalog, () => Promise.resolve())).to.equal(version);
  });

  it("is the same for a file with the same content", () => {
    const text = `\uFEFF${JSON.stringify(turned(catalog))}`;
    expect(catalogVersion(readCatalog(text))).to.equal(version);
  });

  for (const [what, path, value] of [
    ["a product", "products/pro"],
    ["a limit", "products/starter/rateLimit/calls", 11],
    ["a path", "apis/orders/path", "orders/v2"],
    ["the products of an API", "apis/orders/products", ["starter"]],
    ["an operation whose name is that of a text", "apis/orders/operations/description"],
    ["the method of an operation", "apis/orders/operations/list/method", "POST"],
    ["an address", "apis/orders/ipFilter/addresses", ["10.0.0.2"]],
    ["a policy of the whole instance", "policies", { rateLimitByKey: [] }],
  ] as const)
    it(`changes with ${what}`, () => expect(catalogVersion(changed(path, value))).to.not.equal(version));

  for (const [what, path, value] of [
    ["a display name", "products/starter/displayName", "Other"],
    ["terms", "products/pro/terms"],
    ["an OpenAPI document", "apis/orders/openapi", { openapi: "3.1.0" }],
    ["the name that a portal shows of an operation", "apis/orders/operations/description/displayName"],
  ] as const)
    it(`stays with ${what}`, () => expect(catalogVersion(changed(path, value))).to.equal(version));

  it("changes when an operation becomes an API", () => {
    const { operations, ...orders } = catalog.apis!["orders"]!;
    const { list, ...others } = operations!;
    const moved = { orders: { ...orders, operations: others }, "orders/list": list };
    expect(catalogVersion({ ...catalog, apis: moved } as unknown as Catalog)).to.not.equal(version);
  });

  it("says nothing about secrets: keys given in code, and values of header fields", () => {
    const withSecret = (secret: string) =>
      catalogVersion(
        changed("apis/orders", {
          path: "orders",
          validateJwt: { issuers: [{ issuer: "https://a.example", signingKeys: [{ secret }] }] },
          checkHeader: [{ name: "x-edge", values: [secret] }],
        }),
      );
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => withSecret(one) === withSecret(other)),
      { numRuns: 50 },
    );
  });

  it("differs for different names, with any characters in them", () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 4 }), (names) => {
        const versions = [...names.keys()].map((i) =>
          catalogVersion({
            products: Object.fromEntries(names.slice(i).map((name) => [name, {}])),
          } as Catalog),
        );
        return new Set(versions).size === versions.length;
      }),
    ));

  it("is that of the instance, and of the event of an update", async () => {
    const updates: CatalogEvent[] = [];
    const products = { starter: { accepts: ["key"] as const } };
    const auth = createProductAuth({
      products,
      subscriptions: [],
      onCatalogUpdate: (one) => updates.push(one),
    });
    expect(auth.catalogVersion).to.equal(catalogVersion({ products }));
    const more = { products: { starter: { accepts: ["key"] as const, approvalRequired: true } } };
    auth.update(more);
    expect(auth.catalogVersion).to.equal(catalogVersion(more));
    await auth.updateInSteps({ products });
    expect(auth.catalogVersion).to.equal(catalogVersion({ products }));
    expect(() => auth.update({ products: {} as never })).to.throw();
    expect(auth.catalogVersion).to.equal(catalogVersion({ products }));
    expect(updates.map((one) => one.catalogVersion)).to.deep.equal([
      catalogVersion(more),
      catalogVersion({ products }),
    ]);
    await auth.close();
  });
});
