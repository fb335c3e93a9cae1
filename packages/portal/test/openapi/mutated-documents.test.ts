import type { CatalogApi } from "@product-auth/core";
import { expect } from "chai";
import fc from "fast-check";
import { describeApi } from "#src/openapi/api-description.js";
import { DocumentError } from "#src/openapi/document-error.js";
import { operationDetails } from "#src/openapi/operation-details.js";
import { checkDocument } from "#src/openapi/parse-document.js";
import { visibleDocument } from "#src/openapi/visible-document.js";
import { yamlValue } from "#src/openapi/yaml/yaml-value.js";
import { ordersDocument } from "./orders-document.js";

const api: CatalogApi = {
  name: "orders",
  displayName: "Orders",
  path: "orders",
  products: [],
  open: false,
  key: { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" },
  limits: [],
};
const listing: CatalogApi = {
  ...api,
  operations: [{ name: "read", method: "GET", urlTemplate: "/{id}", limits: [] }],
};

/** Everything that pages do with a document. */
function useDocument(value: unknown): void {
  let document;
  try {
    document = checkDocument(value);
  } catch (error) {
    if (error instanceof DocumentError) return;
    throw error;
  }
  for (const of of [api, listing]) {
    const description = describeApi(of, document);
    for (const shown of description.operations.slice(0, 20)) {
      encodeURIComponent(shown.id);
      expect(shown.id).to.match(/^[\w~-]/);
      JSON.stringify(operationDetails(of, shown));
    }
    const visible = visibleDocument(of, description, "https://api.example.com/orders");
    expect(visible["servers"]).to.deep.equal([{ url: "https://api.example.com/orders" }]);
    JSON.stringify(visible);
  }
}

const odd = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    true,
    0,
    -1.5,
    "",
    "\ud800",
    "{}",
    "{{{",
    "../..",
    "%",
    "#/paths",
    [],
    {},
    [[]],
    { $ref: "#" },
    { $ref: "#/" },
    { $ref: "#/components/schemas/Order" },
    { $ref: "#/paths/~1orders/get" },
    { $ref: "#/__proto__/constructor" },
    { $ref: "http://attacker.example/x.json" },
    { $ref: 1 },
    JSON.parse('{ "__proto__": { "get": {} }, "constructor": { "get": {} } }'),
    { allOf: [{ $ref: "#/components/schemas/Order" }, { $ref: "#/components/schemas/Order" }] },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The places in a document, as lists of keys. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return by;
  const entries = Object.entries(value as Record<string, unknown>).map(
    ([name, member]) => [name, name === key ? replaced(member, rest, by) : member] as const,
  );
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

describe("documents", () => {
  const places = placesIn(ordersDocument);
  const settings = { seed: Number(process.env["FUZZ_SEED"] ?? 1), numRuns: 300 };

  it("never throws, whatever stands at any place", () => {
    const change = fc.tuple(fc.constantFrom(...places), odd);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        useDocument(
          changes.reduce<unknown>((value, [place, by]) => replaced(value, place, by), ordersDocument),
        );
      }),
      settings,
    );
  });

  it("never throws for any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), odd, (paths, components) =>
        useDocument({ openapi: "3.1.0", paths, components }),
      ),
      settings,
    );
  });

  it("reads a broken YAML text or refuses it", () => {
    const yaml = "openapi: 3.1\npaths: &a\n  /orders: {get: {summary: 'List'}}\n  x: *a\n";
    const cut = fc.tuple(fc.nat(yaml.length), fc.string({ unit: "binary", maxLength: 4 }));
    fc.assert(
      fc.property(cut, ([at, inserted]) => {
        try {
          useDocument(yamlValue(yaml.slice(0, at) + inserted + yaml.slice(at)));
        } catch (error) {
          if (!(error instanceof DocumentError)) throw error;
        }
      }),
      settings,
    );
  });

  it("refuses circles, depth, size, alias bombs and other versions", () => {
    const circle: Record<string, unknown> = { openapi: "3.0.0" };
    circle["x"] = circle;
    const wide = Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => 0));
    let shared: unknown[] = [0];
    for (let i = 0; i < 40; i++) shared = [shared, shared];
    const refused = (value: unknown) => expect(() => checkDocument(value)).to.throw(DocumentError);
    refused(circle);
    refused({ openapi: "3.0.0", wide });
    refused({ openapi: "3.0.0", shared });
    for (const openapi of ["2.0", "4.0", "3.10", 4, {}, undefined]) refused({ openapi });
    refused([]);
    const bomb = Array.from(
      { length: 12 },
      (_, i) => `k${i + 1}: &k${i + 1} [${Array(9).fill(`*k${i}`).join()}]`,
    );
    expect(() => yamlValue(`k0: &k0 [1]\n${bomb.join("\n")}`)).to.throw(DocumentError);
  });

  it("follows references that lead in a circle a bounded number of times", () => {
    const a = { $ref: "#/components/schemas/B" };
    const b = { $ref: "#/components/schemas/A" };
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`p${i}`, { $ref: "#/components/schemas/Self" }]),
    );
    const schemas = { A: a, B: b, Self: { type: "object", properties: many } };
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Self" } } };
    const start = performance.now();
    useDocument({
      openapi: "3.0.0",
      paths: { "/orders": { post: { requestBody: { content }, parameters: [a] } } },
      components: { schemas },
    });
    expect(performance.now() - start).to.be.lessThan(2000);
  });

  it("keeps ids apart in time that grows with the document", () => {
    const paths = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`/orders/${i}`, { get: { operationId: "same" } }]),
    );
    const start = performance.now();
    const { operations } = describeApi(api, checkDocument({ openapi: "3.0.0", paths }));
    expect(new Set(operations.map(({ id }) => id)).size).to.equal(5000);
    expect(performance.now() - start).to.be.lessThan(5000);
  });
});
