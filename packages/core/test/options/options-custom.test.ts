import { expect } from "chai";
import { ConfigurationError, createProductAuth } from "#src/index.js";
import { readCatalog } from "#src/catalog-file/index.js";

const judge = () => undefined;
const PRODUCTS = { starter: { accepts: ["key"] } };

function problemsOf(make: () => unknown): string[] {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

const starting = (options: object) =>
  problemsOf(() => createProductAuth({ products: PRODUCTS, subscriptions: [], ...options } as never));

describe("options: policies of the application that do not start", () => {
  const wrong: readonly (readonly [name: string, custom: unknown, expected: string])[] = [
    ["no list", { name: "plan", judge }, "custom: is an object"],
    ["an empty list", [], "custom: is empty"],
    ["undefined", undefined, "custom: is undefined"],
    ["no name", [{ judge }], "custom[0].name: is missing"],
    ["a name that is none", [{ name: "my plan", judge }], "custom[0].name: is not a name"],
    ["a long name", [{ name: "x".repeat(65), judge }], "custom[0].name: is not a name"],
    ["no function", [{ name: "plan" }], "custom[0].judge: is missing"],
    ["a function by its name", [{ name: "plan", judge: "plan" }], "custom[0].judge: is a string"],
    ["an unknown member", [{ name: "plan", judge, when: {} }], "custom[0].when: is not an option"],
    ["a hole", [null], "custom[0]: is null"],
  ];
  for (const [name, custom, expected] of wrong) {
    it(`${name}: at the instance, a product, an API, an operation and in a rule`, () => {
      const operations = { list: { method: "GET", urlTemplate: "/", custom } };
      expect(starting({ policies: { custom } })).to.deep.equal([`policies.${expected}`]);
      expect(starting({ products: { starter: { accepts: ["key"], custom } } })).to.deep.equal([
        `products.starter.${expected}`,
      ]);
      expect(starting({ apis: { orders: { path: "orders", custom } } })).to.deep.equal([
        `apis.orders.${expected}`,
      ]);
      expect(starting({ apis: { orders: { path: "orders", operations } } })).to.deep.equal([
        `apis.orders.operations.list.${expected}`,
      ]);
      const auth = createProductAuth({ products: PRODUCTS, subscriptions: [] } as never);
      const ofRule = problemsOf(() => auth.requirement({ product: "starter", custom } as never));
      expect(ofRule).to.deep.equal([`rule.${expected}`]);
    });
  }
  it("a catalog file has none", () => {
    const text = JSON.stringify({
      products: PRODUCTS,
      policies: { custom: [{ name: "plan", judge: "plan" }] },
    });
    expect(problemsOf(() => readCatalog(text, "catalog.json")).join()).to.match(
      /policies\.custom: is not an option/,
    );
  });
});
