import { expect } from "chai";
import fc from "fast-check";
import type { ImportReport, Rule } from "@product-auth/apim";
import { applies } from "./gateway.js";
import { exportOf, importOf } from "./support.js";
import { CLOSED, exportedApi } from "./written.js";

const name = fc.constantFrom("a", "b.c", 'x"y', "ü");
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
const status = fc.constantFrom(401, 403);

const header = fc.record(
  {
    ...{ kind: fc.constant("header"), name: fc.constantFrom("x-a", "x-plan"), values: names },
    ...{
      status: fc.constant(403),
      message: fc.constantFrom("No.", "Not & <here>"),
      ignoreCase: fc.constant(true),
    },
  },
  { requiredKeys: ["kind", "name", "values", "status", "message"] },
);

const rule = fc.oneof(
  header,
  fc.record({
    kind: fc.constant("ip"),
    action: fc.constantFrom("allow", "forbid"),
    addresses: fc.uniqueArray(fc.ipV4(), { minLength: 1, maxLength: 3 }),
    ranges: fc.constantFrom([], [["192.0.2.1", "192.0.2.9"]]),
  }),
  fc.record({ kind: fc.constant("key"), status }),
  fc.record({
    kind: fc.constant("context"),
    products: fc.constantFrom(true, ["gold"], ["gold", "silver"]),
    status,
  }),
  fc.record({ kind: fc.constant("deny"), status }),
);

const claimOf = (match: "all" | "any", values: object) =>
  fc.record({ kind: fc.constant("claim"), name, match: fc.constant(match), ...values, status });
const claim = fc.oneof(
  claimOf("all", {}),
  claimOf("all", { values: names }),
  // One value is all and any.
  claimOf("any", { values: fc.uniqueArray(name, { minLength: 2, maxLength: 3 }) }),
);

const place = fc.constantFrom(
  { api: "orders" },
  { api: "orders", operation: "list" },
  { api: "orders", operation: "create" },
);
const rarely = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 1 });
const contexts = rarely(
  fc.constantFrom<readonly string[]>(
    ["api"],
    ["product:gold"],
    ["product:gold", "product:silver"],
    ["api", "product:gold"],
  ),
);

const written = fc
  .record({
    place,
    contexts,
    rule: fc.oneof({ weight: 3, arbitrary: rule }, { weight: 1, arbitrary: claim }),
  })
  .map(({ place: where, contexts: some, rule: one }) => ({
    ...{ at: "x:1", place: where },
    ...(some !== undefined && { contexts: some }),
    ...(one.kind === "claim" && { token: "caller" }),
    rule: one,
  }));

const products = Object.fromEntries(
  ["gold", "silver"].map((product) => [
    product,
    { displayName: product, accepts: ["key"], state: "published" },
  ]),
);
const token = { name: "caller", issuers: [{ discoveryUrl: "https://idp.example/x" }], audiences: ["a"] };

const catalog = {
  products,
  apis: {
    orders: {
      ...{ displayName: "Orders", path: "orders", products: ["gold", "silver"], validateJwt: [token] },
      operations: {
        list: { method: "GET", urlTemplate: "/" },
        create: { method: "POST", urlTemplate: "/" },
      },
    },
  },
};

describe("export of rules that an import wrote beside its catalog", () => {
  it("comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(written, async (one) => {
        const exported = exportOf({ catalog, options: {}, rules: { rules: [one], held: [] } });
        expect(exported.findings.filter(({ severity }) => severity === "lost")).to.deep.equal([]);
        const { report } = await importOf(exported);
        for (const [operation, method] of [
          ["list", "GET"],
          ["create", "POST"],
        ] as const)
          for (const context of ["product:gold", "product:silver", "api"]) {
            const isThere = one.place.operation === undefined || one.place.operation === operation;
            const isMeant = one.contexts === undefined || one.contexts.includes(context);
            expect(rulesAt(report, { api: "orders", operation, method }, context)).to.deep.equal(
              isThere && isMeant ? [one.rule] : [],
            );
          }
      }),
      { numRuns: 40 },
    );
  });

  it("an IPv6 address that may not call closes the place", () => {
    for (const one of [
      {
        at: "x:1",
        place: { api: "orders" },
        rule: { kind: "ip", action: "forbid", addresses: ["::1"], ranges: [] },
      },
    ]) {
      const { inbound, findings } = exportedApi({}, { rules: { rules: [one], held: [] } });
      expect({ inbound, findings }).to.deep.equal({
        inbound: CLOSED,
        findings: ["lost export-policy rules (x:1)"],
      });
    }
  });
});

/** The rules that a request must satisfy besides its token. */
function rulesAt(
  { effective, rules }: ImportReport,
  request: Parameters<typeof applies>[1],
  context: string,
): readonly Rule[] {
  const chains = effective.filter((one) => one.context === context);
  const chain = chains.find(({ operation }) => operation === request.operation) ?? chains[0]!;
  return chain.rules
    .flatMap((place) => rules.filter(({ at }) => at === place))
    .filter(
      ({ when, rule: one }) =>
        one.kind !== "token" && (when === undefined || applies(when, request, context)),
    )
    .map(({ rule: one }) => one);
}
