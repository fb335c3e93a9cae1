import { expect } from "chai";
import fc from "fast-check";
import { ruleOf } from "#src/meaning/rules/rule-of.js";
import { accessElements } from "#src/xml/access-elements.js";
import type { PolicyAttribute, PolicyElement } from "#src/xml/policy-document.js";
import { contextOf, plainValue, secretValue } from "./support.js";

const place = { line: 4, column: 1 };
const SECRET = "zq9-s3cr3t";

const attributeNames = [
  ...["header-name", "query-parameter-name", "token-value", "failed-validation-httpcode", "clock-skew"],
  ...["failed-validation-error-message", "require-expiration-time", "require-scheme", "tenant-id"],
  ...["calls", "bandwidth", "renewal-period", "counter-key", "increment-condition", "increment-count"],
  ...[
    "total-calls-header-name",
    "name",
    "failed-check-httpcode",
    "failed-check-error-message",
    "ignore-case",
  ],
  ...[
    "action",
    "validate-trust",
    "ignore-error",
    "url",
    "certificate-id",
    "id",
    "n",
    "e",
    "match",
    "separator",
  ],
  ...["thumbprint", "from", "to", "first-period-start"],
];
const childNames = [
  ...[
    "openid-config",
    "issuer-signing-keys",
    "decryption-keys",
    "key",
    "audiences",
    "audience",
    "issuers",
    "issuer",
  ],
  ...[
    "required-claims",
    "claim",
    "value",
    "backend-application-ids",
    "client-application-ids",
    "application-id",
  ],
  ...["api", "operation", "address", "address-range", "identities", "identity"],
];
const texts = [
  ...["", "60", "shop", "true", "false", "X-Api-Key", "Authorization", "allow", "203.0.113.9", "AQAB", "aud"],
  ...[
    "{{hidden}}",
    "a-{{hidden}}",
    "{{gone}}",
    "${x}",
    "{{plain}}",
    '@("{{hidden}}")',
    "@(context.Subscription.Id)",
  ],
  ...[
    '@(context.RequestId + "{{hidden}}")',
    "{{computed}}",
    "*** REDACTED ***",
    "https://id.example/{{hidden}}",
  ],
];

const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...attributeNames), fc.constantFrom(...texts)), {
    maxLength: 6,
    selector: ([name]) => name,
  })
  .map((all) => {
    const entries = all.map(([name, value]): [string, PolicyAttribute] => [
      name,
      { name, value, isExpression: value.startsWith("@"), ...place },
    ]);
    return new Map(entries);
  });

const elementNamed = (name: string, depth: number, text: string): fc.Arbitrary<PolicyElement> =>
  fc
    .tuple(attributes, depth === 0 ? fc.constant([]) : fc.array(childOf(depth - 1), { maxLength: 3 }))
    .map(([own, children]) => ({
      ...{ name, attributes: own, children, text, isExpression: text.startsWith("@") },
      ...place,
    }));

const childOf = (depth: number): fc.Arbitrary<PolicyElement> =>
  fc
    .tuple(fc.constantFrom(...childNames), fc.constantFrom(...texts))
    .chain(([name, text]) => elementNamed(name, depth, text));

const anyElement = fc.constantFrom(...accessElements).chain((name) => elementNamed(name, 3, ""));

const namedValues = [
  secretValue("hidden", SECRET),
  plainValue("plain", "plain"),
  plainValue("computed", `@(context.RequestId + "${SECRET}")`),
];

/** One of each kind whose every demand is a secret that stands in the document. */
const literalSecrets: readonly (readonly [name: string, xml: PolicyElement])[] = [
  ["check-header", element("check-header", { name: "X-Api-Key" }, [element("value", {}, [], SECRET)])],
  [
    "validate-jwt",
    element("validate-jwt", { "header-name": "Authorization" }, [
      element("issuer-signing-keys", {}, [element("key", { id: "k" }, [], SECRET)]),
      element("decryption-keys", {}, [element("key", {}, [], `${SECRET}2`)]),
      element("audiences", {}, [element("audience", {}, [], "a")]),
    ]),
  ],
];

function element(
  name: string,
  values: Readonly<Record<string, string>>,
  children: readonly PolicyElement[],
  text = "",
): PolicyElement {
  const entries = Object.entries(values).map(([key, value]): [string, PolicyAttribute] => [
    key,
    { name: key, value, isExpression: false, ...place },
  ]);
  return { name, attributes: new Map(entries), children, text, isExpression: false, ...place };
}

describe("any access element", () => {
  it("gives a rule or a loss, never neither and never both", () => {
    fc.assert(
      fc.property(anyElement, (given) => {
        const { rule, findings } = ruleOf(given, contextOf({}, namedValues));
        const isLost = findings.some(({ severity }) => severity === "lost");
        expect(isLost).to.equal(rule === undefined);
        for (const { at, element: name, text } of findings) {
          expect({ at, name }).to.deep.equal({ at: "policy.xml:4", name: given.name });
          expect(text).not.to.equal("");
        }
        expect(new Set(findings.map(({ code }) => code)).size).to.equal(findings.length);
      }),
      { numRuns: 400 },
    );
  });

  it("never shows the value of a secret", () => {
    fc.assert(
      fc.property(anyElement, (given) => {
        const outcome = ruleOf(given, contextOf({}, namedValues));
        expect(JSON.stringify(outcome)).not.to.include(SECRET);
      }),
      { numRuns: 400 },
    );
  });

  it("is read the same way again", () => {
    fc.assert(
      fc.property(anyElement, (given) => {
        const once = ruleOf(given, contextOf({}, namedValues));
        expect(ruleOf(given, contextOf({}, namedValues))).to.deep.equal(once);
      }),
      { numRuns: 50 },
    );
  });

  for (const [name, given] of literalSecrets)
    it(`${name}: a secret in the document does not come out`, () => {
      const outcome = ruleOf(given, contextOf());
      expect(outcome).to.have.property("rule");
      expect(JSON.stringify(outcome)).not.to.include(SECRET);
    });

  it("that is none of the nine is an error of the caller", () =>
    expect(() => ruleOf(element("cors", {}, []), contextOf())).to.throw(
      TypeError,
      "cors is no access element",
    ));
});
