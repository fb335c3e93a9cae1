import { expect } from "chai";
import { SHOP, written } from "./written.js";
import type { Configured } from "./configured.js";

const HEADER = (name: string) =>
  `<check-header name="${name}" failed-check-httpcode="403" failed-check-error-message="No." ignore-case="false" />`;
const namesIn = (holder: unknown): readonly string[] =>
  ((holder as { checkHeader?: readonly { name: string }[] } | undefined)?.checkHeader ?? []).map(
    ({ name }) => name,
  );

/** Header checks by place. */
function placed(given: Configured): Record<string, readonly string[]> {
  const { catalog, rules } = written(given);
  const found: Record<string, readonly string[]> = { instance: namesIn(catalog["policies"]) };
  for (const [name, product] of Object.entries(catalog["products"]!)) found[name] = namesIn(product);
  for (const [name, api] of Object.entries(catalog["apis"]!)) {
    found[name] = namesIn(api);
    for (const [operation, one] of Object.entries(api["operations"] ?? {}))
      found[`${name}/${operation}`] = namesIn(one);
  }
  for (const { place, contexts, rule } of rules)
    found[`rules ${JSON.stringify({ ...place, contexts })}`] = [(rule as { name?: string }).name ?? ""];
  return Object.fromEntries(Object.entries(found).filter(([, names]) => names.length > 0));
}

const BASE = "<base />";

describe("a rule stands", () => {
  it("at its own scope where every chain below contains it", () =>
    expect(
      placed({
        ...SHOP,
        policies: {
          global: HEADER("x-global"),
          "product:gold": BASE + HEADER("x-gold"),
          "api:orders": BASE + HEADER("x-api"),
          "operation:orders/list": BASE + HEADER("x-list"),
        },
      }),
    ).to.deep.equal({
      instance: ["x-global"],
      gold: ["x-gold"],
      orders: ["x-api"],
      "orders/list": ["x-list"],
    }));
  it("at the other operations where one has no base", () =>
    expect(
      placed({
        ...SHOP,
        policies: { "api:orders": BASE + HEADER("x-api"), "operation:orders/list": HEADER("x-list") },
      }),
    ).to.deep.equal({ "orders/list": ["x-list"], "orders/create": ["x-api"] }));
  it("at the other APIs where one has no base", () =>
    expect(
      placed({
        apis: { a: {}, b: {}, c: {} },
        policies: { global: HEADER("x-global"), "api:b": HEADER("x-b") },
      }),
    ).to.deep.equal({ a: ["x-global"], b: ["x-b"], c: ["x-global"] }));
  it("in contexts of an API where a product has no base", () =>
    expect(
      placed({ ...SHOP, policies: { global: HEADER("x-global"), "product:gold": HEADER("x-gold") } }),
    ).to.deep.equal({
      gold: ["x-gold"],
      'rules {"api":"orders","contexts":["api"]}': ["x-global"],
    }));
  it("in contexts of some APIs of a product", () =>
    expect(
      placed({
        products: { gold: {} },
        apis: { a: { products: ["gold"] }, b: { products: ["gold"] } },
        policies: { "product:gold": HEADER("x-gold"), "api:b": "" },
      }),
    ).to.deep.equal({ 'rules {"api":"a","contexts":["product:gold"]}': ["x-gold"] }));
  it("at every place that includes its fragment", () =>
    expect(
      placed({
        apis: { a: {}, b: {}, c: {} },
        policies: {
          "fragment:f": HEADER("x-f"),
          "api:a": '<include-fragment fragment-id="f" />',
          "api:c": '<base /><include-fragment fragment-id="f" />',
        },
      }),
    ).to.deep.equal({ a: ["x-f"], c: ["x-f"] }));
  it("in the order of the gateway, base first or last", () => {
    const order = (api: string) =>
      placed({
        apis: { a: {} },
        policies: { global: HEADER("x-1"), "api:a": api },
      });
    expect(order(BASE + HEADER("x-2") + HEADER("x-3"))).to.deep.equal({
      instance: ["x-1"],
      a: ["x-2", "x-3"],
    });
  });
});

describe("a condition", () => {
  const when = (condition: string) =>
    `<choose><when condition="@(${condition})">${HEADER("x-when")}</when></choose>`;
  const api = (condition: string) => placed({ ...SHOP, policies: { "api:orders": when(condition) } });

  it("on the method chooses operations", () =>
    expect(api('context.Request.Method == "POST"')).to.deep.equal({ "orders/create": ["x-when"] }));
  it("on the operation chooses it", () =>
    expect(api('context.Operation.Id == "list"')).to.deep.equal({ "orders/list": ["x-when"] }));
  it("on the API is decided when files are written", () => {
    expect(api('context.Api.Id == "orders"')).to.deep.equal({ orders: ["x-when"] });
    expect(api('context.Api.Id == "billing"')).to.deep.equal({});
  });
  it("on the product chooses its context", () => {
    expect(api('context.Product.Id == "gold"')).to.deep.equal({ gold: ["x-when"] });
    expect(Object.keys(api('context.Product.Id != "gold"'))).to.deep.equal([
      'rules {"api":"orders","contexts":["api"]}',
    ]);
  });
  it("on the method of unknown operations stays a condition", () => {
    const { rules } = written({
      apis: { a: {} },
      policies: { "api:a": when('context.Request.Method != "GET"') },
    });
    expect(rules.map(({ place, methods }) => ({ place, methods }))).to.deep.equal([
      { place: { api: "a" }, methods: { not: true, methods: ["GET"] } },
    ]);
  });
});
