import { createProductAuth, type ConfigurationError } from "@product-auth/core";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import fc from "fast-check";
import type { LimitRule, Rule } from "#src/report/rule.js";
import type { Writable } from "#src/writing/points.js";
import { reportWith } from "../support/report-with.js";
import { configurationOf } from "../writing/configured.js";
import { loaded } from "./started.js";

const { pem } = makeCertificate({ subject: "Demo CA", authority: true });

const name = fc.oneof(
  fc.constantFrom(
    "a",
    "a.b",
    "A",
    "1",
    "12",
    "__proto__",
    "constructor",
    "toString",
    "a b",
    "é",
    "none",
    "x".repeat(90),
  ),
  fc.string({ minLength: 1, maxLength: 5 }),
);
const productName = fc.constantFrom("gold", "free", "1", "a.b", "none", "constructor");
const text = fc.oneof(fc.string(), fc.constantFrom("", " ", "a/b", "/", "a/{b}", "*", "?", "%2f", ".."));

const number = fc.oneof(fc.integer(), fc.constantFrom(0, 1, 60, 0.5, Number.NaN, 1e300));
const limit: fc.Arbitrary<LimitRule> = fc.record(
  {
    kind: fc.constantFrom("rate" as const, "quota" as const),
    calls: number,
    bandwidth: number,
    period: number,
    by: fc.oneof(
      fc.constantFrom("subscription", "ip", "header:x y", "header:", "claim:", "constant:", "user", "moon"),
      text.map((one) => `header:${one}`),
      fc.constant({ join: ["ip", { join: ["api"] }] }),
      fc.constant([{ join: ["ip"] }]),
    ),
    status: fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 1_000 })),
    count: number,
    start: text,
    headers: fc.record({ remaining: text, total: text }, { requiredKeys: [] }),
    parts: fc.array(fc.record({ api: name, operation: name, calls: number }, { requiredKeys: [] }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ["kind", "period", "by"] },
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  limit,
  fc.record({
    kind: fc.constant("header" as const),
    name: text,
    values: fc.array(text),
    status: number,
    message: text,
  }),
  fc.record({
    kind: fc.constant("ip" as const),
    action: fc.constantFrom("allow" as const, "forbid" as const),
    addresses: fc.array(fc.oneof(text, fc.ipV4(), fc.ipV6())),
    ranges: fc.array(fc.tuple(fc.ipV4(), fc.oneof(fc.ipV4(), text))),
    status: fc.constantFrom(401, 403),
  }),
  fc.record({
    kind: fc.constant("certificate" as const),
    identities: fc.array(
      fc.dictionary(fc.constantFrom("thumbprint", "subject", "dns-name", "issuer-certificate-id"), text),
    ),
  }),
  fc.record({ kind: fc.constant("deny" as const), status: fc.constant(403), message: text }),
);

const imported: fc.Arbitrary<Writable> = fc
  .record({
    products: fc.uniqueArray(productName, { maxLength: 3 }),
    apis: fc.uniqueArray(name, { maxLength: 4 }),
    paths: fc.array(text, { minLength: 4, maxLength: 4 }),
    keyHeader: fc.option(text, { nil: undefined }),
    description: text,
    operations: fc.dictionary(name, fc.constantFrom("GET /", "POST /{id}", "G-T /", "GET /x({id})", "GET")),
    rules: fc.array(rule, { maxLength: 4 }),
    accepts: fc.subarray(["key", "open"] as const, { minLength: 1 }),
  })
  .map(({ products, apis, paths, keyHeader, description, operations, rules, accepts }) => {
    const configuration = configurationOf({
      products: Object.fromEntries(
        products.map((one) => [one, { accepts, description, groups: [description] }]),
      ),
      apis: Object.fromEntries(
        apis.map((one, i) => [
          one,
          {
            ...{ path: paths[i]!, products, description },
            ...(keyHeader !== undefined && { keyHeader }),
            ...(i % 2 === 0 && { operations }),
          },
        ]),
      ),
    });
    const chain = rules.map((_, i) => `p.xml:${i}`);
    const effective = configuration.apis.flatMap((api) =>
      [...api.products.map((product) => `product:${product}`), "api"].map((context, i) => ({
        ...{ api: api.name, operation: "*", context },
        rules: chain.filter((_, at) => (at + i) % 3 !== 0),
      })),
    );
    return {
      configuration,
      report: reportWith({
        effective,
        rules: rules.map((one, i) => ({ at: chain[i]!, scope: "global" as const, rule: one })),
      }),
    };
  });

it("whatever is imported, what is written starts, or has no API left", function () {
  this.timeout(20_000);
  return fc.assert(
    fc.asyncProperty(imported, async (one) => {
      if (one.configuration.apis.length + one.configuration.products.length === 0) return;
      const found = await loaded(one, { CLIENT_AUTHORITIES: pem }).catch(
        (error: unknown) => error as ConfigurationError,
      );
      if ("problems" in found)
        expect(found.problems.map(({ path }) => path)).to.deep.equal(["catalog.json apis"]);
      else createProductAuth(found.options);
    }),
    { numRuns: 120 },
  );
});
