import { expect } from "chai";
import fc from "fast-check";
import type { Json } from "#src/json/json-value.js";
import { settleConfiguration } from "#src/configuration/settle-configuration.js";
import { Placeholders } from "#src/inputs/arm/placeholders.js";
import { InputError } from "#src/files/input-error.js";
import { isPolicyText } from "#src/inputs/policies/first-element.js";
import { readInput } from "#src/inputs/read-input.js";
import { id, readFiles, refusal, settleFiles } from "./support/written-folder.js";

const read = (files: Readonly<Record<string, string>>): ReturnType<typeof readInput> =>
  readInput(
    Object.entries(files).map(([name, text]) => ({ name, text, isBroken: false })),
    { placeholders: new Placeholders() },
  );

const settled = (files: Readonly<Record<string, string>>): ReturnType<typeof settleConfiguration> =>
  settleConfiguration({ ...read(files), documents: [] });

describe("hostile inputs", () => {
  const types = [
    "products",
    "products/p/apis",
    "apis",
    "apis/a/operations",
    "subscriptions",
    "namedValues",
    "apiVersionSets",
    "clientApplications",
  ];
  const field = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      "",
      "/",
      "a;rev=2",
      "__proto__",
      "true",
      "published",
      "${env:X}",
      id("products/p"),
      "/apis/",
    ),
  );
  const properties = fc.dictionary(
    fc.constantFrom(
      ...[
        "displayName",
        "path",
        "state",
        "scope",
        "subscriptionRequired",
        "authenticationType",
        "application",
      ],
      ...[
        "apiVersion",
        "apiVersionSetId",
        "isCurrent",
        "value",
        "secret",
        "keyVault",
        "ownerId",
        "method",
        "urlTemplate",
      ],
      ...["subscriptionKeyParameterNames", "entraApplicationId", "__proto__", "primaryKey", "constructor"],
    ),
    field,
  );
  const resource = fc.record({
    id: fc
      .tuple(
        fc.constantFrom(...types),
        fc.constantFrom("a", "A", "p", "__proto__", "a;rev=1", "", "ü b", "%"),
      )
      .map(([type, name]) => id(`${type}/${name}`)),
    properties,
  });

  it("of arbitrary resources become a configuration or findings, never an error", () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 12 }), (resources) => {
        const configuration = settled({ "a.json": JSON.stringify(resources) });
        for (const { scope } of configuration.subscriptions)
          expect(scope).to.match(/^\/(?:$|apis$|(?:products|apis)\/)/);
        const scopes = configuration.documents.map(({ scope }) => scope);
        expect(new Set(scopes).size).to.equal(scopes.length);
        expect(new Set(configuration.apis.map(({ name }) => name)).size).to.equal(configuration.apis.length);
      }),
      { numRuns: 300 },
    );
  });

  it("of arbitrary JSON in every place of an extracted folder never throw", () => {
    const places = [
      ...[
        "apis/a/apiInformation.json",
        "products/p/productInformation.json",
        "products/p/apis.json",
        "apis/a/specification.json",
      ],
      ...[
        "namedValues/n/namedValueInformation.json",
        "subscriptions/s/subscriptionInformation.json",
        "products/p/groups.json",
      ],
      ...[
        "policyFragments/f/policyFragmentInformation.json",
        "apis/a/operations/o/operationInformation.json",
        "policy.xml",
      ],
    ];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...places), fc.oneof(fc.json({ maxDepth: 4 }), fc.string())),
        (files) => {
          settled(files);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("do not depend on the order of members", () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 6 }), (resources) => {
        const turned = resources.map((one) => ({
          properties: Object.fromEntries(Object.entries(one.properties).toReversed()),
          id: one.id,
        }));
        const of = (json: unknown): Json =>
          JSON.parse(JSON.stringify(settled({ "a.json": JSON.stringify(json) }))) as Json;
        expect(of(turned)).to.deep.equal(of(resources));
      }),
      { numRuns: 100 },
    );
  });

  it("that nest deeper than 200 are refused", async () => {
    const deep = `{"properties": ${"[".repeat(300)}${"]".repeat(300)}}`;
    expect(await refusal(readFiles({ "apis/a/apiInformation.json": deep }))).to.be.instanceOf(InputError);
    const answer = `[{"id": "${id("apis/a")}"}, ${"[".repeat(100_000)}]`;
    expect(await refusal(readFiles({ "a.json": answer }))).to.be.instanceOf(InputError);
  });

  it("with names like those that every object inherits are ordinary", async () => {
    const { products, apis } = await settleFiles({
      "products/__proto__/productInformation.json": { properties: { displayName: "P" } },
      "products/__proto__/apis/constructor/productApiInformation.json": "{}",
      "apis/constructor/apiInformation.json":
        '{"properties": {"path": "x", "__proto__": {"subscriptionRequired": false}}}',
    });
    expect(products.map(({ name }) => name)).to.deep.equal(["proto__"]);
    expect(apis[0]).to.deep.include({
      name: "constructor",
      subscriptionRequired: true,
      products: ["proto__"],
    });
  });

  for (const [what, text] of [
    ["comments", "<!--"],
    ["comments that end", "<!-- -->"],
    ["instructions", "<?"],
    ["document types", "<!DOCTYPE ["],
    ["spaces", "  \n"],
    ["directives", "%{}"],
  ] as const)
    it(`that begin with a mebibyte of ${what} are told apart in time`, () => {
      const start = performance.now();
      isPolicyText(text.repeat(Math.ceil((1024 * 1024) / text.length)));
      expect(performance.now() - start).to.be.below(1000);
    });

  it("without bounds in number stay fast", () => {
    const resources = Array.from({ length: 20_000 }, (_, i) => ({
      id: id(`apis/a${i % 100}/operations/o${i}`),
      properties: { method: "GET", urlTemplate: `/${i}` },
    }));
    const start = performance.now();
    settled({ "a.json": JSON.stringify(resources) });
    expect(performance.now() - start).to.be.below(2000);
  });
});
