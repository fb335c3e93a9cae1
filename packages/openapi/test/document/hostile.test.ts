import { ConfigurationError } from "@product-auth/core";
import { expect } from "chai";
import { compareOpenApi } from "#src/index.js";
import { readOpenApi } from "#src/text/index.js";

const compared = (document: unknown) => compareOpenApi(document, { routes: [] });

function nested(depth: number): unknown {
  let value: unknown = {};
  for (let i = 0; i < depth; i++) value = { inner: value };
  return value;
}

const circle: Record<string, unknown> = { openapi: "3.1.0" };
circle["x-self"] = circle;

describe("documents that are none, or too large", () => {
  const refused: readonly [string, unknown, string][] = [
    ["no object", [], "is not an object"],
    ["Swagger 2.0", { swagger: "2.0" }, "is Swagger 2.0"],
    ["no version", { paths: {} }, "does not say which version"],
    ["a later version", { openapi: "4.0.0" }, "does not say which version"],
    ["deep", { openapi: "3.1.0", "x-deep": nested(100) }, "more than 64 levels"],
    ["a circle", circle, "more than 64 levels"],
    [
      "wide",
      { openapi: "3.1.0", "x-wide": Array.from({ length: 500_001 }, () => 0) },
      "more than 500000 values",
    ],
  ];
  for (const [what, document, message] of refused)
    it(what, () => expect(() => compared(document)).to.throw(ConfigurationError, message));

  it("a number as version, as YAML reads it without quotes", () =>
    expect(compared({ openapi: 3.1 }).operations).to.equal(0));
  it("paths with a reference to a place in the document only, and never in circles", () => {
    const paths = {
      "/a": { $ref: "#/components/pathItems/a" },
      "/b": { $ref: "#/paths/~1b" },
      "/c": { $ref: "file:///etc/passwd" },
      "/d": { $ref: "#/components/%zz" },
      "/e": { $ref: 7 },
      "/f": 7,
      "x-note": 7,
    };
    const components = { pathItems: { a: { get: {}, additionalOperations: { COPY: {} } } } };
    const { operations, problems } = compared({ openapi: "3.2.0", paths, components });
    expect(operations).to.equal(2);
    expect(problems.map(({ path }) => path)).to.deep.equal(
      ["b", "c", "d", "e", "f"].map((one) => `#/paths/~1${one}`),
    );
  });
  it("names of members of all objects are names like others", () => {
    const document = readOpenApi(
      '{"openapi":"3.1.0","paths":{"/__proto__":{"get":{}},"/a":{"__proto__":{"get":{}}}}}',
    );
    expect(compared(document).operations).to.equal(1);
  });
  it("thousands of operations with the security of the document, which is read once", () => {
    const names = Array.from({ length: 90 }, (_, i) => `Orders.${i}`);
    const security = Array.from({ length: 32 }, (_, i) => ({ users: names.slice(i, i + 40) }));
    const paths = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`/${i}`, { get: {} }]));
    const components = { securitySchemes: { users: { type: "oauth2", flows: { implicit: {} } } } };
    expect(compared({ openapi: "3.1.0", security, paths, components }).drifts).to.have.length(5000);
  });
  it("the same path twice, as routers see it", () => {
    const paths = {
      "/a/{b}": { get: {}, put: {} },
      "/a/{c}": { get: {} },
      "/a/{b}/": { put: {} },
      "/c/d": { get: {} },
      "/C/d": { get: {} },
    };
    expect(
      compared({ openapi: "3.1.0", paths }).problems.map(({ path, message }) => `${path} ${message}`),
    ).to.deep.equal([
      "#/paths/~1a~1{c}/get matches the same requests as #/paths/~1a~1{b}/get",
      "#/paths/~1a~1{b}~1/put matches the same requests as #/paths/~1a~1{b}/put",
      "#/paths/~1C~1d/get matches the same requests as #/paths/~1c~1d/get",
    ]);
  });
  it("the same operationId twice", () => {
    const paths = { "/a": { get: { operationId: "one" }, put: { operationId: "one" } } };
    expect(compared({ openapi: "3.1.0", paths }).problems[0]?.message).to.equal(
      "is also that of #/paths/~1a/get",
    );
  });
});

describe("texts", () => {
  const bomb = [
    "a0: &a0 [x]",
    ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
  ];
  const refused: readonly [string, string, string][] = [
    ["neither JSON nor YAML", "openapi: [", "is neither JSON nor YAML: line"],
    ["aliases that repeat", `openapi: 3.1.0\n${bomb.join("\n")}`, "repeats too much with aliases"],
    ["deep", `openapi: ${"[".repeat(5_000)}`, "is nested more than 200 levels deep: line 1"],
    ["large", `openapi: 3.1.0 #${" ".repeat(4 * 1024 * 1024)}`, "is larger than 4 MiB"],
  ];
  for (const [what, text, message] of refused)
    it(what, () => expect(() => readOpenApi(text)).to.throw(ConfigurationError, message));

  it("JSON, YAML and YAML in flow style", () => {
    for (const text of ['\uFEFF{ "openapi": "3.1.0" }', "openapi: 3.1.0 # so far", "{ openapi: 3.1.0 }"])
      expect(readOpenApi(text)).to.deep.equal({ openapi: "3.1.0" });
  });
});
