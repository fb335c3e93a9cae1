import { ConfigurationError } from "@product-auth/core";
import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { readOpenApi, rewriteOpenApi } from "#src/text/index.js";

const YAML = `# The orders
openapi: 3.1.0
info: { title: Orders, version: "1" } # short
security:
  - key: []   # for all
paths:
  /health:
    get: { operationId: health, security: [] }
  "/orders":
    # Lists them
    get:
      operationId: list # first
      security: [{ key: [] }]

    post:
        operationId: create
        x-product: pro
        summary: >
          Creates
          one
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: Ocp-Apim-Subscription-Key }
`;

type Editable = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

const changed = (text: string, change: (document: Editable) => void) => {
  const document = readOpenApi(text);
  change(document as Editable);
  const written = rewriteOpenApi(text, document);
  expect(readOpenApi(written)).to.deep.equal(document);
  return written;
};

describe("rewriteOpenApi: YAML", () => {
  it("nothing changes when nothing differs", () => expect(changed(YAML, () => undefined)).to.equal(YAML));

  it("only the members that differ are written, and comments stay", () => {
    const written = changed(YAML, ({ paths, components }) => {
      paths!["/health"]!["get"]!["security"] = [{}];
      paths!["/health"]!["get"]!["x-product"] = "free";
      paths!["/orders"]!["get"]!["security"] = [{ user: ["A", "B"] }, { key: [] }];
      paths!["/orders"]!["get"]!["responses"] = { 401: { description: "No: none" } };
      paths!["/orders"]!["post"]!["security"] = [{ key: [] }];
      delete paths!["/orders"]!["post"]!["x-product"];
      components!["securitySchemes"]!["user"] = { type: "oauth2", flows: {} };
    });
    expect(written).to.equal(`# The orders
openapi: 3.1.0
info: { title: Orders, version: "1" } # short
security:
  - key: []   # for all
paths:
  /health:
    get: { operationId: health, security: [{}], x-product: free }
  "/orders":
    # Lists them
    get:
      operationId: list # first
      security:
        - user: [A, B]
        - key: []
      responses:
        "401":
          description: "No: none"

    post:
        operationId: create
        summary: >
          Creates
          one
        security:
          - key: []
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: Ocp-Apim-Subscription-Key }
    user:
      type: oauth2
      flows: {}
`);
  });

  it("a member of the whole document, also without a line's end", () => {
    expect(
      changed("openapi: 3.1.0", (document) => Object.assign(document, { components: { a: 1 } })),
    ).to.equal("openapi: 3.1.0\ncomponents:\n  a: 1");
  });

  it("what stands behind an alias is not written", () => {
    const text = "openapi: 3.1.0\nx-a: &a { get: {} }\npaths: { /a: *a }\n";
    expect(() => changed(text, ({ paths }) => (paths!["/a"]!["get"]!["security"] = []))).to.throw(
      ConfigurationError,
      "cannot be changed in this text",
    );
  });

  it("any document, in any style, is what it should be, or is refused", () => {
    const name = fc.constantFrom("a", "b: c", "#d", "- e", "f", "/g/{h}");
    const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom("x", "y: z", "7", 7, "", null),
        fc.array(tie("value"), { maxLength: 2 }),
        tie("object"),
      ),
      object: fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    }));
    const document = fc
      .dictionary(name, value, { maxKeys: 3 })
      .map((members) => ({ openapi: "3.1.0", ...members }));
    const style = fc.record({
      indent: fc.constantFrom(2, 4),
      collectionStyle: fc.constantFrom("any" as const, "block" as const),
      indentSeq: fc.boolean(),
    });
    let refused = 0;
    fc.assert(
      fc.property(document, document, style, (before, after, options) => {
        try {
          expect(readOpenApi(rewriteOpenApi(stringify(before, options), after))).to.deep.equal(after);
        } catch (error) {
          if (!(error instanceof ConfigurationError)) throw error;
          refused++;
        }
      }),
      { numRuns: 300, seed: 3 },
    );
    expect(refused).to.be.below(60);
  });
});

describe("rewriteOpenApi: JSON", () => {
  it("keeps numbers as they are written, also those that JavaScript cannot hold", () => {
    const digits = fc.string({
      unit: fc.constantFrom(...Array.from("0123456789")),
      minLength: 1,
      maxLength: 25,
    });
    const number = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.option(digits),
        fc.boolean(),
      )
      .map(
        ([sign, whole, part, hasExponent]) =>
          `${sign}${whole}${part === null ? "" : `.${part}`}${hasExponent ? "E+2" : ""}`,
      );
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 5 }), (numbers) => {
        const text = `{\n  "openapi": "3.1.0",\n  "x-n": [\n    ${numbers.join(",\n    ")},\n    "9.50"\n  ]\n}`;
        const written = changed(text, (document) => Object.assign(document, { "x-new": 1 }));
        expect(written).to.equal(`${text.slice(0, -2)},\n  "x-new": 1\n}`);
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  for (const indent of ["  ", "    ", "\t"])
    it(`keeps an indentation of ${JSON.stringify(indent)}`, () => {
      const text = (paths: object) => `${JSON.stringify({ openapi: "3.1.0", paths }, undefined, indent)}\n`;
      expect(changed(text({}), ({ paths }) => Object.assign(paths!, { "/a": {} }))).to.equal(
        text({ "/a": {} }),
      );
    });
});
