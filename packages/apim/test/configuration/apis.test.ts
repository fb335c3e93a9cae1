import { expect } from "chai";
import type { JsonObject } from "#src/json/json-value.js";
import { found, resource, settle } from "./support.js";

const set = (name: string, versioningScheme: string) =>
  resource(`apiVersionSets/${name}`, { versioningScheme });

describe("paths of APIs", () => {
  const rows: readonly (readonly [
    what: string,
    properties: JsonObject,
    path: string,
    isDifferent?: boolean,
  ])[] = [
    ["no version", { path: "orders" }, "orders"],
    ["slashes around", { path: "/orders/" }, "orders"],
    ["an empty path", { path: "" }, ""],
    [
      "a segment",
      { path: "orders", apiVersion: "v2", apiVersionSetId: "/apiVersionSets/segment" },
      "orders/v2",
    ],
    ["a segment below nothing", { path: "", apiVersion: "v2", apiVersionSetId: "segment" }, "v2"],
    [
      "a set by full id",
      { path: "o", apiVersion: "v2", apiVersionSetId: "/x/providers/y/service/z/apiVersionSets/SEGMENT" },
      "o/v2",
    ],
    ["a set inside", { path: "o", apiVersion: "v2", apiVersionSet: { versioningScheme: "Query" } }, "o"],
    ["a header", { path: "orders", apiVersion: "v2", apiVersionSetId: "/apiVersionSets/header" }, "orders"],
    [
      "a query parameter",
      { path: "orders", apiVersion: "v2", apiVersionSetId: "/apiVersionSets/query" },
      "orders",
    ],
    [
      "no version in a set",
      { path: "orders", apiVersion: "", apiVersionSetId: "/apiVersionSets/segment" },
      "orders",
    ],
    [
      "a set that is not there",
      { path: "orders", apiVersion: "v2", apiVersionSetId: "/apiVersionSets/gone" },
      "orders/v2",
      true,
    ],
    ["a placeholder", { path: "{#[ENV]#}/orders" }, "${env:ENV}/orders", true],
  ];
  for (const [what, properties, path, isDifferent = false] of rows)
    it(`with ${what}`, () => {
      const configuration = settle([
        ...[set("segment", "Segment"), set("header", "Header"), set("query", "Query")],
        resource("apis/a", properties),
      ]);
      expect(configuration.apis[0]?.path).to.equal(path);
      expect(found(configuration).map((text) => text.split(" ")[0])).to.deep.equal(
        isDifferent ? ["difference"] : [],
      );
    });

  it("that two APIs share hold both, whatever the case", () =>
    expect(
      found(
        settle([
          resource("apis/a", { path: "X" }),
          resource("apis/b", { path: "x" }),
          resource("apis/c", { path: "y" }),
        ]),
      ),
    ).to.deep.equal(["lost same-path apis/a → api:a", "lost same-path apis/b → api:b"]));

  it("that are missing hold the API", () =>
    expect(found(settle([resource("apis/a")]))).to.deep.equal(["lost unreadable apis/a → api:a"]));
});

describe("APIs", () => {
  const flags: readonly (readonly [value: JsonObject, required: boolean, isLost: boolean])[] = [
    [{}, true, false],
    [{ subscriptionRequired: true }, true, false],
    [{ subscriptionRequired: false }, false, false],
    [{ subscriptionRequired: "maybe" }, true, true],
    [{ subscriptionRequired: 0 }, true, true],
  ];
  for (const [properties, required, isLost] of flags)
    it(`with ${JSON.stringify(properties)} require ${required ? "a" : "no"} subscription`, () => {
      const configuration = settle([resource("apis/a", { path: "a", ...properties })]);
      expect(configuration.apis[0]?.subscriptionRequired).to.equal(required);
      expect(found(configuration)).to.deep.equal(isLost ? ["lost unreadable apis/a → api:a"] : []);
    });

  const names: readonly (readonly [
    given: JsonObject,
    expected: { keyHeader?: string; keyQuery?: string },
  ])[] = [
    [{}, {}],
    [{ header: "Ocp-Apim-Subscription-Key", query: "subscription-key" }, {}],
    [{ header: "ocp-apim-subscription-key", query: "Subscription-Key" }, { keyQuery: "Subscription-Key" }],
    [
      { header: "X-Key", query: "key" },
      { keyHeader: "X-Key", keyQuery: "key" },
    ],
    [{ header: "", query: null }, {}],
  ];
  for (const [given, expected] of names)
    it(`with key names ${JSON.stringify(given)} keep ${JSON.stringify(expected)}`, () => {
      const [api] = settle([resource("apis/a", { path: "a", subscriptionKeyParameterNames: given })]).apis;
      expect({ keyHeader: api?.keyHeader, keyQuery: api?.keyQuery }).to.deep.equal({
        keyHeader: undefined,
        keyQuery: undefined,
        ...expected,
      });
    });

  it("stand in the products of every form of link", () => {
    const configuration = settle([
      ...["p", "q"].map((name) => resource(`products/${name}`)),
      ...["a", "b"].map((name) => resource(`apis/${name}`, { path: name })),
      resource("products/p/apis/a"),
      resource("products/q/apiLinks/l", { apiId: "/x/apis/A;rev=3" }),
      resource("products/P/apis/B"),
      resource("apis/b/products/q"),
    ]);
    expect(configuration.apis.map(({ products }) => products)).to.deep.equal([
      ["p", "q"],
      ["p", "q"],
    ]);
    expect(found(configuration)).to.deep.equal([]);
  });

  it("that a link misses, and products that it misses, are differences", () =>
    expect(
      found(
        settle([
          resource("products/p"),
          resource("apis/a", { path: "a" }),
          resource("products/p/apis/x"),
          resource("products/x/apis/a"),
        ]),
      ),
    ).to.deep.equal([
      "difference link-missing products/p/apis/x",
      "difference link-missing products/x/apis/a",
    ]));

  it("in two open products are held", () => {
    const open = (name: string) => [
      resource(`products/${name}`, { subscriptionRequired: false }),
      resource(`products/${name}/apis/a`),
    ];
    expect(found(settle([...open("p"), resource("apis/a", { path: "a" })]))).to.deep.equal([]);
    expect(found(settle([...open("p"), ...open("q"), resource("apis/a", { path: "a" })]))).to.deep.equal([
      "lost two-open-products apis/a → api:a",
    ]);
  });

  it("have the operations that have method and template", () => {
    const configuration = settle([
      resource("apis/a", { path: "a" }),
      resource("apis/a/operations/one", { method: "get", urlTemplate: "x", displayName: "One" }),
      resource("apis/a/operations/two", { method: "POST" }),
      resource("apis/A/operations/three", { method: "PUT", urlTemplate: "/" }),
      resource("apis/b/operations/four", { method: "PUT", urlTemplate: "/" }),
    ]);
    expect(configuration.apis[0]?.operations).to.deep.equal([
      { name: "one", method: "GET", urlTemplate: "/x", displayName: "One" },
      { name: "three", method: "PUT", urlTemplate: "/" },
    ]);
  });

  it("have the kind that they say", () => {
    const kind = (properties: JsonObject): string | undefined =>
      settle([resource("apis/a", { path: "a", ...properties })]).apis[0]?.type;
    expect([
      kind({}),
      kind({ type: "SOAP" }),
      kind({ apiType: "graphql" }),
      kind({ apiType: "http", type: "http" }),
    ]).to.deep.equal(["http", "soap", "graphql", "http"]);
  });

  it("show what guards nothing as information", () =>
    expect(
      found(settle([resource("apis/a", { path: "a", isOnline: true, protocols: ["https"] })]), true),
    ).to.deep.equal(["info metadata apis/a"]));
});

describe("revisions", () => {
  const api = (name: string, isCurrent?: boolean) =>
    resource(`apis/${name}`, { path: name, ...(isCurrent === undefined ? {} : { isCurrent }) });
  const rows: readonly (readonly [what: string, apis: ReturnType<typeof api>[], kept: string | undefined])[] =
    [
      ["the plain name beside others", [api("a"), api("a;rev=1"), api("a;rev=3")], "a"],
      ["the plain name that says it is current", [api("a;rev=1"), api("a", true)], "a"],
      [
        "the one that says it is current, without a plain name",
        [api("a;rev=1"), api("a;rev=2", true)],
        "a;rev=2",
      ],
      [
        "the one that says it, when the plain name denies it",
        [api("a", false), api("a;rev=2", true)],
        "a;rev=2",
      ],
      ["the highest of several that say it", [api("a;rev=10", true), api("a;rev=9", true)], "a;rev=10"],
      ["the plain name that denies it alone", [api("a", false), api("a;rev=2", false)], "a"],
      ["none, when none says it", [api("a;rev=1"), api("a;rev=2", false)], undefined],
      ["names in other case", [api("a"), api("A;REV=2")], "a"],
    ];
  for (const [what, apis, kept] of rows)
    it(`keep ${what}`, () => {
      const configuration = settle(apis);
      expect(configuration.apis.map(({ name, at }) => [name, at])).to.deep.equal(
        kept === undefined ? [] : [["a", `apis/${kept}`]],
      );
      expect(found(configuration, true).filter((text) => text.includes("revision-skipped"))).to.deep.equal(
        apis.filter(({ at }) => at !== `apis/${String(kept)}`).map(({ at }) => `info revision-skipped ${at}`),
      );
    });

  it("that are skipped take documents and operations with them", () => {
    const parts = (name: string) => [
      resource(`apis/${name}/policies/policy`, { value: name }),
      resource(`apis/${name}/operations/o`, { method: "GET", urlTemplate: `/${name}` }),
      resource(`apis/${name}/operations/o/policies/policy`, { value: name }),
    ];
    const configuration = settle([
      api("a;rev=2", true),
      api("a;rev=1"),
      ...parts("a;rev=1"),
      ...parts("a;rev=2"),
    ]);
    expect(configuration.documents.map(({ scope, text }) => [scope, text])).to.deep.equal([
      ["api:a", "a;rev=2"],
      ["operation:a/o", "a;rev=2"],
    ]);
    expect(configuration.apis[0]?.operations.map(({ urlTemplate }) => urlTemplate)).to.deep.equal([
      "/a;rev=2",
    ]);
  });
});
