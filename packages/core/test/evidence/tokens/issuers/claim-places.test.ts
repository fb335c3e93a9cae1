import { expect } from "chai";
import {
  claimAt,
  rightsAt,
  type ClaimPath,
  type RightsPlace,
} from "#src/evidence/tokens/issuers/claim-places.js";

const parse = (json: string) => JSON.parse(json) as Record<string, unknown>;

describe("claimAt: a path of own members", () => {
  const KEYCLOAK = '{"realm_access":{"roles":["a"]},"resource_access":{"my.api":{"roles":["b"]}}}';
  const cases: readonly (readonly [claims: string, place: ClaimPath, value: unknown])[] = [
    [KEYCLOAK, ["realm_access", "roles"], ["a"]],
    [KEYCLOAK, ["resource_access", "my.api", "roles"], ["b"]],
    [KEYCLOAK, "realm_access.roles", ["a"]],
    [KEYCLOAK, ["realm_access.roles"], undefined],
    [KEYCLOAK, "resource_access.my.api.roles", undefined],
    [KEYCLOAK, ["realm_access", "roles", "0"], undefined],
    [KEYCLOAK, ["realm_access", "roles", "length"], undefined],
    [KEYCLOAK, ["realm_access", "nothing", "roles"], undefined],
    ['{"a":"text"}', ["a", "length"], undefined],
    ['{"a":null}', ["a", "b"], undefined],
    ['{"a":7}', ["a", "toString"], undefined],
    ["{}", ["constructor", "name"], undefined],
    ["{}", "constructor.name", undefined],
    ["{}", ["__proto__"], undefined],
    ["{}", ["toString"], undefined],
    ['{"__proto__":{"roles":"own"}}', ["__proto__", "roles"], "own"],
    ['{"__proto__":{"roles":"own"}}', ["roles"], undefined],
  ];
  for (const [claims, place, value] of cases) {
    it(`${JSON.stringify(place)} of ${claims}`, () => {
      expect(claimAt(parse(claims), place)).to.deep.equal(value);
    });
  }
});

describe("claimAt: a name with dots", () => {
  const nested = { a: { b: "nested" } };
  for (const value of ["literal", null, [], {}, false, ""]) {
    it(`is the claim of that name, even where its value is ${JSON.stringify(value)}`, () => {
      expect(claimAt({ ...nested, "a.b": value }, "a.b")).to.equal(value);
    });
  }
  it("is a path in a token without that claim", () => void expect(claimAt(nested, "a.b")).to.equal("nested"));
  it("in a list of one is never a path", () => void expect(claimAt(nested, ["a.b"])).to.equal(undefined));
  for (const [claims, name] of [
    [{ "https://contoso": { "example/roles": "x" } }, "https://contoso.example/roles"],
    [{ "urn:a": { b: "x" } }, "urn:a.b"],
    [{ kubernetes: { "io/namespace": "x" } }, "kubernetes.io/namespace"],
    [{ "": { b: "x" } }, ".b"],
    [{ a: { "": "x" } }, "a."],
    [{ a: { "": { b: "x" } } }, "a..b"],
    [{ "a b": { c: "x" } }, "a b.c"],
  ] as const) {
    it(`a URL, a URN and an empty part are no path: ${name}`, () => {
      expect(claimAt(claims, name)).to.equal(undefined);
    });
  }
  it("of more parts than a path may have is no path", () => {
    const names = "abcdefghijk".split("");
    const deep = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), "x") as Record<
      string,
      unknown
    >;
    expect(claimAt(deep, names.join("."))).to.equal(undefined);
    expect(claimAt(deep, names.slice(0, 10).join("."))).to.deep.equal({ k: "x" });
  });
});

describe("rightsAt: the names of an object's members", () => {
  const ZITADEL = "urn:zitadel:iam:org:project:roles";
  const cases: readonly (readonly [value: unknown, names: readonly string[]])[] = [
    [
      { admin: { "123": "x.example" }, reader: { "123": "x.example", "4": "y.example" } },
      ["admin", "reader"],
    ],
    [{ admin: true, reader: false }, ["admin"]],
    [{ admin: {} }, []],
    [{ admin: null, a: 0, b: 1, c: "true", d: [], e: ["x"], f: "" }, []],
    [["admin"], []],
    ["admin", []],
    [true, []],
    [null, []],
    [undefined, []],
  ];
  for (const [value, names] of cases) {
    it(`${JSON.stringify(value) ?? "nothing"}: ${names.join() || "none"}`, () => {
      expect(rightsAt({ [ZITADEL]: value }, { membersOf: ZITADEL })).to.deep.equal(names);
      expect(rightsAt({ a: { b: value } }, { membersOf: ["a", "b"] })).to.deep.equal(names);
    });
  }
  it("only where the options say so: by name or path, an object holds no rights", () => {
    for (const place of [ZITADEL, [ZITADEL]]) {
      expect(rightsAt({ [ZITADEL]: { admin: true } }, place)).to.deep.equal([]);
    }
  });
  it("own members only", () => {
    const roles = parse('{"r":{"__proto__":{"inherited":true}}}');
    expect(rightsAt(roles, { membersOf: "r" })).to.deep.equal(["__proto__"]);
  });
  it("what a function finds is left out before the signature has been verified", () => {
    const place: RightsPlace = () => expect.fail("called");
    expect(rightsAt({ roles: ["a"] }, place)).to.deep.equal([]);
  });
});
