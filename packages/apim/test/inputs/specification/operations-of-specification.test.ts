import { expect } from "chai";
import fc from "fast-check";
import { operationsOfSpecification } from "#src/inputs/specification/operations-of-specification.js";

describe("operationsOfSpecification", () => {
  const paths = {
    "/orders": {
      get: { operationId: "list", summary: "List orders", description: "All of them." },
      parameters: [{ name: "x", in: "header" }],
      post: { operationId: "create" },
      summary: "text",
    },
    "/orders/{id}": { delete: { operationId: "remove" }, get: {} },
    "x-extension": { get: { operationId: "no" } },
  };
  const expected = {
    operations: [
      {
        name: "list",
        method: "GET",
        urlTemplate: "/orders",
        displayName: "List orders",
        description: "All of them.",
      },
      { name: "create", method: "POST", urlTemplate: "/orders" },
      { name: "remove", method: "DELETE", urlTemplate: "/orders/{id}" },
    ],
    unnamed: 1,
  };

  const documents: readonly [string, string, string][] = [
    ["OpenAPI 3 as JSON", "specification.json", JSON.stringify({ openapi: "3.0.1", paths })],
    ["OpenAPI 2 as JSON", "specification.json", JSON.stringify({ swagger: "2.0", basePath: "/v1", paths })],
    ["with a byte order mark", "specification.json", "\uFEFF" + JSON.stringify({ openapi: "3.0.1", paths })],
    ["JSON under the name of YAML", "specification.yaml", JSON.stringify({ openapi: "3.0.1", paths })],
    [
      "YAML",
      "specification.YML",
      [
        "openapi: 3.0.1",
        "paths:",
        "  /orders:",
        "    get: { operationId: list, summary: List orders, description: 'All of them.' }",
        "    parameters: []",
        "    post:",
        "      operationId: create",
        "  '/orders/{id}':",
        "    delete: { operationId: remove }",
        "    get: {}",
      ].join("\n"),
    ],
  ];
  for (const [name, file, text] of documents)
    it(`reads ${name}`, () => expect(operationsOfSpecification(text, file)).to.deep.equal(expected));

  it("takes the last of two keys of one name, as JSON does", () => {
    const text = "paths:\n  /:\n    get: {operationId: list}\n  /:\n    post: {operationId: create}\n";
    expect(operationsOfSpecification(text, "a.yaml")).to.deep.equal({
      operations: [{ name: "create", method: "POST", urlTemplate: "/" }],
      unnamed: 0,
    });
  });

  it("follows aliases", () => {
    const text = "paths:\n  /a: &a\n    get: {operationId: a}\n  /b: *a\n";
    expect(operationsOfSpecification(text, "a.yaml")).to.deep.equal({
      operations: [{ name: "a", method: "GET", urlTemplate: "/b" }],
      unnamed: 0,
    });
  });

  for (const [file, text] of [
    ["schema.graphql", "type Query { a: Int }"],
    ["specification.wsdl", "<definitions/>"],
    ["specification.wadl", "<application/>"],
    ["specification.json", '{"openapi":"3.0.0"}'],
    ["specification.yaml", "- a\n- b\n"],
    ["specification.yaml", ""],
  ] as const)
    it(`knows no operations of ${file} with ${JSON.stringify(text)}`, () =>
      expect(operationsOfSpecification(text, file)).to.equal(undefined));

  it("names the line of an error in YAML", () =>
    expect(operationsOfSpecification("a: 1\nb: [\n", "a.yaml")).to.deep.include({ problem: "syntax" }));

  const bounds: readonly [string, string][] = [
    ["a tag", "paths:\n  /: !!js/function 'x'\n"],
    ["a known tag", "paths: !!binary aaaa\n"],
    ["101 aliases", `a: &a 1\nb: [${"*a,".repeat(101)}]\n`],
    ["aliases of aliases", billionLaughs()],
    ["deep nesting", `a: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["an alias of what holds it", "a: &a\n  b: *a\n"],
  ];
  for (const [name, text] of bounds)
    it(`refuses ${name} in bounded time`, () => {
      const start = performance.now();
      expect(operationsOfSpecification(text, "a.yaml")).to.deep.include({ problem: "bound" });
      expect(performance.now() - start).to.be.lessThan(2000);
    });

  it("ends in bounded time for one token over and over", () => {
    for (const token of ["[", "{", "[]", "- ", "? ", "a: ", "*a ", "&a ", "!a ", "%a\n", ", ", "'"]) {
      const start = performance.now();
      operationsOfSpecification(token.repeat(262_144 / token.length), "a.yaml");
      expect(performance.now() - start, token).to.be.lessThan(2000);
    }
  });

  it("reads 100 aliases", () => {
    const text = `a: &a 1\nb: [${"*a,".repeat(100)}]\npaths: {}\n`;
    expect(operationsOfSpecification(text, "a.yaml")).to.deep.equal({ operations: [], unnamed: 0 });
  });

  it("treats __proto__ as an ordinary key", () => {
    const text = "__proto__:\n  paths: {}\n";
    expect(operationsOfSpecification(text, "a.yaml")).to.equal(undefined);
    expect(operationsOfSpecification('{"__proto__":{"paths":{}}}', "a.json")).to.equal(undefined);
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string({
            unit: fc.constantFrom(
              "{",
              "}",
              "[",
              "]",
              "&",
              "*",
              "!",
              ":",
              "-",
              ",",
              "'",
              '"',
              "\n",
              " ",
              "a",
              "b",
            ),
          }),
        ),
        (text) => {
          operationsOfSpecification(text, "a.yaml");
          operationsOfSpecification(text, "a.json");
          operationsOfSpecification(`{"paths":${text}}`, "a.json");
        },
      ),
      { numRuns: 200 },
    );
  });
});

function billionLaughs(): string {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(", ")}]`,
  );
  return ["l0: &l0 x", ...levels].join("\n");
}
