import { expect } from "chai";
import fc from "fast-check";
import type { PlacedRule } from "#src/report/report.js";
import type { Rule, When } from "#src/report/rule.js";
import type { Writable } from "#src/writing/points.js";
import { reportWith } from "../support/report-with.js";
import { configurationOf } from "../writing/configured.js";
import { started, type Call } from "./started.js";

/** What is written: two products, one of them open, and three APIs, of which one lists no operations. */
const CONFIGURATION = configurationOf({
  products: { gold: {}, free: { accepts: ["key", "open"] } },
  apis: {
    orders: { products: ["gold"], operations: { list: "GET /", create: "POST /" } },
    shop: { products: ["gold", "free"], operations: { list: "GET /", drop: "DELETE /{id}" } },
    audit: { subscriptionRequired: false },
  },
});

const KEYS = { gold: "/products/gold", orders: "/apis/orders", all: "/" } as const;
const subscriptions = Object.entries(KEYS).map(([id, scope]) => ({ id, scope, primaryKey: `key-${id}` }));

interface Asked {
  readonly api: string;
  readonly operation: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly key: keyof typeof KEYS | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly address: string;
}

const PLACES = [
  { api: "orders", operation: "list", method: "GET", path: "/orders" },
  { api: "orders", operation: "create", method: "POST", path: "/orders" },
  { api: "shop", operation: "list", method: "GET", path: "/shop" },
  { api: "shop", operation: "drop", method: "DELETE", path: "/shop/1" },
  { api: "audit", operation: undefined, method: "GET", path: "/audit/x" },
  { api: "audit", operation: undefined, method: "PATCH", path: "/audit" },
] as const;

const ADDRESSES = ["192.0.2.1", "192.0.2.9"] as const;

const asked: fc.Arbitrary<Asked> = fc
  .record({
    place: fc.constantFrom(...PLACES),
    key: fc.option(fc.constantFrom<keyof typeof KEYS>("gold", "orders", "all"), { nil: undefined }),
    headers: fc.dictionary(fc.constantFrom("x-a", "x-b"), fc.constantFrom("1", "2")),
    address: fc.constantFrom(...ADDRESSES),
  })
  .map(({ place, ...rest }) => ({ ...place, ...rest }));

/** The context of a call, by the tables of keys and open products; undefined: refused. */
function contextOf({ api, key }: Asked): string | undefined {
  const products = api === "orders" ? ["gold"] : api === "shop" ? ["gold", "free"] : [];
  if (key === undefined)
    return products.includes("free") ? "product:free" : api === "audit" ? "api" : undefined;
  if (key === "all") return "api";
  if (key === "orders") return api === "orders" ? "api" : undefined;
  return products.includes("gold") ? "product:gold" : undefined;
}

const atom: fc.Arbitrary<When> = fc.oneof(
  fc.record({ method: fc.uniqueArray(fc.constantFrom("GET", "POST", "DELETE", "PATCH"), { minLength: 1 }) }),
  fc.record({ operation: fc.constantFrom(["list"], ["create", "drop"]) }),
  fc.record({ api: fc.constantFrom(["orders"], ["audit", "shop"]) }),
  fc.record({ product: fc.constantFrom<readonly string[] | false>(["gold"], ["free", "gold"], false) }),
);
const when: fc.Arbitrary<When> = fc.letrec<{ when: When }>((tie) => ({
  when: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    atom,
    fc.record({ not: tie("when") }),
    fc.record({ all: fc.array(tie("when"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("when"), { maxLength: 3 }) }),
  ),
})).when;

const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    kind: fc.constant("header" as const),
    name: fc.constantFrom("x-a", "x-b"),
    values: fc.constantFrom([], ["1"]),
    status: fc.constant(403),
  }),
  fc.record({
    kind: fc.constant("ip" as const),
    action: fc.constantFrom("allow" as const, "forbid" as const),
    addresses: fc.constantFrom(["192.0.2.1"], ["192.0.2.9"]),
    ranges: fc.constant([]),
  }),
  fc.record({ kind: fc.constant("key" as const), status: fc.constant(401) }),
  fc.record({
    kind: fc.constant("context" as const),
    products: fc.constantFrom<true | readonly string[]>(true, ["gold"]),
    status: fc.constant(403),
  }),
  fc.record({ kind: fc.constant("deny" as const), status: fc.constant(403) }),
);

/** Rules at random, some with conditions, in the chains at random: whatever documents would have led to them. */
const imported: fc.Arbitrary<Writable> = fc
  .array(
    fc.record({
      rule,
      when: fc.option(when, { nil: undefined }),
      scope: fc.constantFrom("global", "product:gold", "api:shop", "operation:orders/list"),
      where: fc.constantFrom("everywhere", "its own scope", "at random"),
      lottery: fc.array(fc.boolean(), { minLength: 23, maxLength: 23 }),
    }),
    { maxLength: 5 },
  )
  .map((given) => {
    const chains = CONFIGURATION.apis.flatMap(({ name, products, operations }) =>
      ["*", ...operations.map((operation) => operation.name)].flatMap((operation) =>
        [...products.map((product) => `product:${product}`), "api"].map((context) => ({
          ...{ api: name, operation, context },
        })),
      ),
    );
    const rules = given.map(({ rule: one, scope, when: condition }, i) => ({
      ...{ at: `p.xml:${i + 1}`, scope, rule: one },
      ...(condition !== undefined && { when: condition }),
    })) as readonly PlacedRule[];
    const effective = chains.map((chain, index) => ({
      ...chain,
      rules: given.flatMap(({ where, scope, lottery }, i) => {
        const inScope =
          where === "everywhere" ||
          scope === "global" ||
          scope === chain.context ||
          scope === `api:${chain.api}` ||
          scope === `operation:${chain.api}/${chain.operation}`;
        return (where === "at random" ? lottery[index % lottery.length] : inScope) ? [`p.xml:${i + 1}`] : [];
      }),
    }));
    return { configuration: CONFIGURATION, report: reportWith({ rules, effective }) };
  });

/** Whether a condition holds for a call. */
function holds(condition: When, call: Asked, context: string): boolean {
  if ("all" in condition) return condition.all.every((one) => holds(one, call, context));
  if ("any" in condition) return condition.any.some((one) => holds(one, call, context));
  if ("not" in condition) return !holds(condition.not, call, context);
  if ("method" in condition) return condition.method.includes(call.method);
  if ("operation" in condition) return condition.operation.includes(call.operation ?? "");
  if ("api" in condition) return condition.api.includes(call.api);
  if (condition.product === false) return context === "api";
  return condition.product.some((product) => context === `product:${product}`);
}

function satisfies(one: Rule, call: Asked, context: string): boolean {
  switch (one.kind) {
    case "header": {
      const value = call.headers[one.name];
      return value !== undefined && (one.values.length === 0 || one.values.includes(value));
    }
    case "ip":
      return one.addresses.includes(call.address) === (one.action === "allow");
    case "key":
      return call.key !== undefined;
    case "context":
      return context !== "api" && (one.products === true || one.products.includes(context.slice(8)));
    case "deny":
      return false;
    case "token":
    case "claim":
    case "certificate":
    case "rate":
    case "quota":
      throw new Error(`${one.kind} is not among the rules at random`);
  }
}

/** Whether the gateway admits a call, by `effective` alone. */
function admits({ report }: Writable, call: Asked): boolean {
  const context = contextOf(call);
  if (context === undefined) return false;
  const chain = report.effective.find(
    ({ api, operation, context: one }) =>
      api === call.api && operation === (call.operation ?? "*") && one === context,
  )!;
  return chain.rules.every((at) => {
    const { rule: one, when: condition } = report.rules.find((placed) => placed.at === at)!;
    return (condition !== undefined && !holds(condition, call, context)) || satisfies(one, call, context);
  });
}

const callOf = ({ method, path, key, headers, address }: Asked): Call => ({
  ...{ method, path, address },
  headers: { ...headers, ...(key !== undefined && { "ocp-apim-subscription-key": `key-${key}` }) },
});

describe("an instance started from an import", function () {
  this.timeout(20_000);
  it("admits what the effective policies admit, and nothing else", () =>
    fc.assert(
      fc.asyncProperty(imported, fc.array(asked, { minLength: 30, maxLength: 30 }), async (one, calls) => {
        const instance = await started(one, { subscriptions });
        // Which of its operations a call is for is not known.
        const asksOperation = one.report.rules.some(({ when: asked }) =>
          JSON.stringify(asked ?? {}).includes("operation"),
        );
        const held = instance.held.map(({ scope }) => scope);
        expect(held).to.deep.equal(asksOperation ? held.filter((scope) => scope === "api:audit") : []);
        for (const call of calls) {
          const admitted = (await instance.call(callOf(call))) === 200;
          const isHeld = held.includes(`api:${call.api}`);
          expect(admitted, JSON.stringify(call)).to.equal(!isHeld && admits(one, call));
        }
      }),
      { numRuns: 120 },
    ));
});
