import { expect } from "chai";
import fc from "fast-check";
import { found, resource, settle } from "./support.js";

describe("a resource that comes twice", () => {
  it("with the same content counts once, whatever the order of its members", () => {
    const configuration = settle([
      resource("apis/a", { path: "a", displayName: "A", isOnline: null }),
      resource("apis/A", { displayName: "A", path: "a" }),
    ]);
    expect(configuration.apis).to.have.length(1);
    expect(found(configuration)).to.deep.equal([]);
  });

  const rows: readonly (readonly [path: string, one: object, other: object, holds: string])[] = [
    ["products/p", { displayName: "A" }, { displayName: "B" }, " → product:p"],
    ["apis/a", { path: "a" }, { path: "b" }, " → api:a"],
    [
      "apis/a/operations/o",
      { method: "GET", urlTemplate: "/" },
      { method: "PUT", urlTemplate: "/" },
      " → api:a",
    ],
    ["policies/policy", { value: "a" }, { value: "b" }, " → global"],
    ["products/p/policies/policy", { value: "a" }, { value: "b" }, " → product:p"],
    ["apis/a/policies/policy", { value: "a" }, { value: "b" }, " → api:a"],
    ["policyFragments/f", { value: "a" }, { value: "b" }, " → fragment:f"],
    ["namedValues/n", { value: "a" }, { value: "b" }, ""],
    ["subscriptions/s", { scope: "/" }, { scope: "/apis" }, ""],
    ["clientApplications/c", { entraApplicationId: "1" }, { entraApplicationId: "2" }, ""],
  ];
  for (const [path, one, other, holds] of rows)
    it(`with other content is lost: ${path}`, () => {
      const configuration = settle([
        resource(path, { ...one }),
        { ...resource(path, { ...other }), at: "other" },
      ]);
      expect(found(configuration)).to.include(`lost duplicate other${holds}`);
      // What nothing holds back must not stand in the configuration with one of two contents.
      expect(
        [configuration.namedValues, configuration.subscriptions, configuration.clients].flat(),
      ).to.deep.equal([]);
    });

  it("is no loss where it is a link", () =>
    expect(
      found(
        settle([
          resource("products/p"),
          resource("apis/a", { path: "a" }),
          resource("products/p/apis/a", { displayName: "A" }),
          resource("products/p/apis/a"),
          resource("products/p/apiLinks/l", { apiId: "/apis/a" }),
        ]),
      ),
    ).to.deep.equal([]));

  it("as a document with a scope given by the caller is lost, too", () => {
    const configuration = settle([resource("apis/a/operations/o/policies/policy", { value: "x" })], {
      documents: [{ scope: "operation:a/o", source: "p.xml", text: "y" }],
    });
    expect(found(configuration)).to.deep.equal(["lost duplicate p.xml → api:a"]);
  });
});

describe("names in other case", () => {
  it("are the same name, so that no policy is read apart from what it guards", () => {
    const configuration = settle([
      resource("products/GOLD/policies/policy", { value: "p" }),
      resource("apis/Orders/operations/LIST/policies/policy", { value: "o" }),
      resource("apis/ORDERS/policies/policy", { value: "a" }),
      resource("products/gold"),
      resource("apis/orders", { path: "o" }),
      resource("apis/orders/operations/list", { method: "GET", urlTemplate: "/" }),
      resource("products/Gold/apis/Orders"),
      resource("subscriptions/s", { scope: "/products/Gold" }),
      resource("subscriptions/t", { scope: "/apis/ORDERS" }),
    ]);
    expect(configuration.documents.map(({ scope }) => scope)).to.deep.equal([
      "product:gold",
      "operation:orders/list",
      "api:orders",
    ]);
    expect(configuration.apis[0]?.products).to.deep.equal(["gold"]);
    expect(configuration.subscriptions.map(({ scope }) => scope)).to.deep.equal([
      "/products/gold",
      "/apis/orders",
    ]);
  });
});

describe("named values", () => {
  const rows: readonly (readonly [what: string, properties: object, expected: object])[] = [
    [
      "plain",
      { displayName: "tenant", value: "v", secret: false },
      { displayName: "tenant", value: "v", isSecret: false },
    ],
    ["without display name", { value: "v" }, { displayName: "n", value: "v", isSecret: false }],
    ["without value", { displayName: "t" }, { displayName: "t", isSecret: false }],
    ["secret", { value: "v", secret: true }, { displayName: "n", isSecret: true }],
    ["secret as text", { value: "v", secret: "True" }, { displayName: "n", isSecret: true }],
    ["of an unclear flag", { value: "v", secret: "${env:X}" }, { displayName: "n", isSecret: true }],
    [
      "in a key vault",
      { value: "v", keyVault: { secretIdentifier: "https://x" } },
      { displayName: "n", isSecret: true },
    ],
    ["redacted", { value: "*** REDACTED ***" }, { displayName: "n", isSecret: true }],
  ];
  for (const [what, properties, expected] of rows)
    it(what, () =>
      expect(settle([resource("namedValues/n", { ...properties } as never)]).namedValues).to.deep.equal([
        { name: "n", ...expected },
      ]),
    );

  it("never let a secret out", () => {
    fc.assert(
      fc.property(
        fc
          .jsonValue()
          .filter(
            (value) => value !== false && value !== null && JSON.stringify(value).toLowerCase() !== `"false"`,
          ),
        (secret) => {
          const properties = { value: "demo-secret", secret } as never;
          expect(JSON.stringify(settle([resource("namedValues/n", properties)]))).to.not.include(
            "demo-secret",
          );
        },
      ),
    );
  });
});

describe("documents", () => {
  it("without a text hold what they stand at", () =>
    expect(
      found(
        settle([
          resource("policies/policy"),
          resource("apis/a/operations/o/policies/policy", { value: 7 }),
          resource("policyFragments/f", {}),
        ]),
      ),
    ).to.deep.equal([
      "lost unreadable policies/policy → global",
      "lost unreadable apis/a/operations/o/policies/policy → api:a",
      "lost unreadable policyFragments/f → fragment:f",
    ]));

  it("of older answers have their text in policyContent", () =>
    expect(settle([resource("policies/policy", { policyContent: "x" })]).documents).to.deep.equal([
      { scope: "global", source: "policies/policy", text: "x" },
    ]));

  it("of resolvers are kept", () =>
    expect(
      settle([resource("apis/a/resolvers/r/policies/policy", { value: "x" })]).documents[0]?.scope,
    ).to.equal("resolver:a/r"));
});
