import { expect } from "chai";
import fc from "fast-check";
import type { ImportedOperation } from "#src/configuration/configuration.js";
import { nameCheckOf } from "#src/meaning/conditions/compared-names.js";
import { interpret } from "#src/meaning/interpret.js";
import { apiOf, configurationOf, inboundOf, inShort, productOf } from "../support/configuration.js";

const operation = (name: string, displayName?: string): ImportedOperation => ({
  ...{ name, method: "GET", urlTemplate: `/${name}` },
  ...(displayName !== undefined && { displayName }),
});

const { apis, products } = configurationOf({
  apis: [
    apiOf("orders", {
      displayName: "All orders",
      path: "shop/orders/v1",
      pathWithoutVersion: "shop/orders",
      operations: [operation("list", "List"), operation("find", "list"), operation("read")],
    }),
    apiOf("bills", { displayName: "Bills", path: "bills", operations: [operation("List", "List bills")] }),
  ],
  products: [
    { ...productOf("gold"), displayName: "Gold" },
    { ...productOf("big-plan"), nameInService: "big plan", displayName: "Big" },
  ],
});
const isPlain = nameCheckOf({ apis, products });

const ORDERS = "api:orders";
const cases: readonly (readonly [
  subject: "api" | "operation" | "product",
  property: "Id" | "Name" | "Path",
  text: string,
  scope: "global" | `api:${string}`,
  expected: boolean,
])[] = [
  ["api", "Id", "orders", "global", true],
  ["api", "Name", "All orders", "global", true],
  ["api", "Name", "orders", "global", false],
  ["api", "Id", "All orders", "global", false],
  ["api", "Path", "bills", "global", true],
  // Whether the path that conditions see has the version is not documented.
  ["api", "Path", "shop/orders/v1", "global", false],
  ["api", "Path", "shop/orders", "global", false],
  ["api", "Path", "another", "global", true],
  ["product", "Id", "gold", "global", true],
  ["product", "Name", "Gold", "global", true],
  ["product", "Name", "gold", "global", false],
  ["product", "Id", "big plan", "global", false],
  ["product", "Id", "big-plan", "global", false],
  ["operation", "Id", "find", ORDERS, true],
  ["operation", "Id", "list", ORDERS, false],
  ["operation", "Name", "list", ORDERS, false],
  ["operation", "Name", "List", ORDERS, true],
  ["operation", "Name", "List", "global", false],
  ["operation", "Name", "read", ORDERS, true],
];

describe("a comparison with a name means the same for each of the names", () => {
  for (const [subject, property, text, scope, expected] of cases)
    it(`${subject} ${property} ${text} at ${scope}: ${expected ? "yes" : "no"}`, () =>
      expect(isPlain({ subject, property, text }, scope)).to.equal(expected));

  it("or else the rule below it is lost", () => {
    const below = (condition: string) =>
      inShort(
        interpret(
          configurationOf({
            ...{ apis, products },
            documents: [
              inboundOf(
                ORDERS,
                `<choose><when condition="@(${condition})"><check-header name="x" failed-check-httpcode="400" failed-check-error-message="x" ignore-case="true" /></when></choose>`,
              ),
            ],
          }),
        ),
      ).filter((finding) => finding.startsWith("lost"));
    expect(below('context.Operation.Name != "list"')).to.deep.equal(["lost condition 2"]);
    expect(below('context.Operation.Name != "List"')).to.deep.equal([]);
  });

  it("whatever the names are, a comparison that passes holds for the same holders by any name", () => {
    const text = fc.constantFrom("a", "b", "c");
    const named = fc.uniqueArray(fc.record({ name: text, displayName: text }), {
      selector: ({ name }) => name,
      maxLength: 3,
    });
    fc.assert(
      fc.property(named, text, fc.constantFrom("Id" as const, "Name" as const), (given, asked, property) => {
        const check = nameCheckOf({
          apis: given.map(({ name, displayName }) => apiOf(name, { displayName, path: `path-of-${name}` })),
          products: [],
        });
        const byProperty = given.filter((one) => asked === (property === "Id" ? one.name : one.displayName));
        const byAny = given.filter((one) => asked === one.name || asked === one.displayName);
        expect(check({ subject: "api", property, text: asked }, "global")).to.equal(
          byProperty.length === byAny.length,
        );
      }),
      { numRuns: 200 },
    );
  });
});
