import { expect } from "chai";
import fc from "fast-check";
import type { Json } from "#src/json/json-value.js";
import { parseExpression } from "#src/inputs/arm/parse-expression.js";
import { read, service, template, valueOf } from "./support.js";

/** Generous, because other work may run beside the tests: what is not linear takes minutes. */
const SOON = 3000;

function inTime<T>(run: () => T): T {
  const start = performance.now();
  const result = run();
  expect(performance.now() - start).to.be.lessThan(SOON);
  return result;
}

const policy = (value: Json, name = "svc/policy") => service("policies", name, { properties: { value } });

describe("bounds of templates", () => {
  const doubled = (first: Json, twice: (name: string) => Json) => {
    const variables: Record<string, Json> = { v0: first };
    for (let n = 1; n <= 60; n++) variables[`v${n}`] = twice(`v${n - 1}`);
    return variables;
  };
  const bombs: Readonly<Record<string, Json>> = {
    "concat that doubles": template({
      variables: doubled("<a/>", (name) => `[concat(variables('${name}'), variables('${name}'))]`),
      resources: [policy("[variables('v60')]")],
    }),
    "format that doubles": template({
      variables: doubled("<a/>", (name) => `[format('{0}{0}{0}', variables('${name}'))]`),
      resources: [policy("[variables('v60')]")],
    }),
    "replace that multiplies": template({
      variables: doubled("aaaaaaaa", (name) => `[replace(variables('${name}'), 'a', 'aaaaaaaa')]`),
      resources: [policy("[variables('v60')]")],
    }),
    "unknown values that double": template({
      variables: doubled(
        "[parameters('x')]",
        (name) => `[concat(variables('${name}'), variables('${name}'))]`,
      ),
      resources: [policy("[variables('v60')]")],
    }),
    "lists of lists": template({
      variables: doubled("x", (name) => [`[variables('${name}')]`, `[variables('${name}')]`]),
      resources: [policy("[string(variables('v60'))]")],
    }),
    "objects of objects as a property": template({
      variables: doubled("x", (name) => ({ a: `[variables('${name}')]`, b: `[variables('${name}')]` })),
      resources: [service("products", "svc/gold", { properties: { application: "[variables('v60')]" } })],
    }),
    "comparison of lists of lists": template({
      variables: doubled("x", (name) => [`[variables('${name}')]`, `[variables('${name}')]`]),
      resources: [policy("[if(equals(variables('v60'), variables('v60')), 'a', 'b')]")],
    }),
    "lists that grow": template({
      variables: doubled([1, 2], (name) => `[concat(variables('${name}'), variables('${name}'))]`),
      resources: [policy("[string(length(variables('v60')))]")],
    }),
    "loops within loops": template({
      variables: {
        copy: [
          {
            name: "a",
            count: 1000,
            input: {
              copy: [{ name: "b", count: 1000, input: { copy: [{ name: "c", count: 1000, input: 1 }] } }],
            },
          },
        ],
      },
      resources: [policy("[string(variables('a'))]")],
    }),
  };
  for (const [name, json] of Object.entries(bombs))
    it(`${name} ends as a finding`, () => {
      const { findings } = inTime(() => read(json));
      expect(findings.map(({ severity, code }) => `${severity} ${code}`)).to.deep.equal([
        "lost arm-expression",
      ]);
    });

  it("deployments in loops in deployments end as a finding that holds everything", () => {
    const nest = (depth: number): Json =>
      template({
        resources: [
          {
            type: "Microsoft.Resources/deployments",
            name: "n",
            copy: { name: "n", count: 1000 },
            properties: { template: depth === 0 ? template({ resources: [] }) : nest(depth - 1) },
          },
        ],
      });
    const { findings } = inTime(() => read(nest(5)));
    expect(findings.at(-1)).to.deep.include({ severity: "lost", code: "arm-expression", holds: ["global"] });
  });

  it("one large document in a loop ends as a finding that holds everything", () => {
    const many = { copy: { name: "n", count: 1000 } };
    const name = "[concat('svc/a', copyIndex(), '/policy')]";
    const large = "x".repeat(1_000_000);
    const yaml = `paths: {} # ${"x".repeat(300_000)}`;
    const link = { format: "xml-link", value: "https://files.example/large.xml" };
    for (const resource of [
      service("apis/policies", name, { ...many, properties: { value: "[variables('large')]" } }),
      service("apis/policies", name, { ...many, properties: link }),
      service("apis", "[concat('svc/a', copyIndex())]", {
        ...many,
        properties: { format: "openapi", value: yaml },
      }),
    ]) {
      const json = template({ variables: { large }, resources: [resource] });
      const { resources, findings } = inTime(() => read(json, { "large.xml": large }));
      expect(findings.at(-1)).to.deep.include({ code: "arm-expression", holds: ["global"] });
      expect(resources.length).to.be.lessThan(100);
    }
  });

  it("templates that link to each other end as findings", () => {
    const link = (name: string) => ({
      type: "Microsoft.Resources/deployments",
      name: "n",
      properties: { templateLink: { relativePath: name } },
    });
    const both = JSON.stringify(template({ resources: [link("a.json"), link("b.json")] }));
    const { findings } = inTime(() =>
      read(template({ resources: [link("a.json")] }), { "a.json": both, "b.json": both }),
    );
    expect(new Set(findings.map(({ code }) => code))).to.deep.equal(new Set(["arm-link"]));
  });

  it("resources within resources end", () => {
    let json: Json = service("products", "svc/gold");
    for (let n = 0; n < 150; n++) json = { type: "x", name: "y", resources: [json] };
    inTime(() => read(template({ resources: [json] })));
  });

  it("long and deep expressions end in time linear in their length", () => {
    const size = 262_144;
    for (const part of [
      "(",
      "concat(",
      "'",
      "''",
      "[",
      "a.",
      ".a",
      "[0]",
      "concat('a',",
      "-",
      "1",
      " ",
      "]",
      "a",
      "if(",
    ]) {
      const text = part.repeat(size / part.length);
      for (const expression of [text, `f(${text}`, `f()${text}`, `'x'${text}`])
        inTime(() => parseExpression(expression));
    }
    inTime(() => valueOf(`[concat(${"'a',".repeat(size / 4)}'b')]`));
    inTime(() => valueOf(`[format('${"{0}".repeat(size / 3)}', 'abcdefgh')]`));
    inTime(() => valueOf(`[format('${"{".repeat(size)}', 'a')]`));
    inTime(() => valueOf(`[split('${"a".repeat(size)}', 'a')]`));
  });

  it("nests 60 levels of an expression, and not 70", () => {
    const nested = (levels: number) => `[${"trim(".repeat(levels)}'a'${")".repeat(levels)}]`;
    expect(valueOf(nested(60))).to.equal("a");
    expect(valueOf(nested(70))).to.equal("?expression");
  });

  it("follows 100 variables, and does not overflow at 100,000", () => {
    const variables: Record<string, Json> = { v0: "a" };
    for (let n = 1; n <= 100_000; n++) variables[`v${n}`] = `[variables('v${n - 1}')]`;
    expect(valueOf("[variables('v100')]", { variables })).to.equal("a");
    expect(valueOf("[variables('v100000')]", { variables })).to.be.a("string");
  });

  it("never throws for JSON of any form", () => {
    const pieces = fc.constantFrom<string>(
      ...[
        "resources",
        "type",
        "name",
        "properties",
        "copy",
        "count",
        "condition",
        "template",
        "value",
        "parameters",
      ],
      ...[
        "variables",
        "input",
        "defaultValue",
        "templateLink",
        "uri",
        "format",
        "existing",
        "__proto__",
        "policies",
      ],
    );
    const text = fc.constantFrom<string>(
      ...[
        "Microsoft.ApiManagement/service/apis/policies",
        "Microsoft.Resources/deployments",
        "svc/a/policy",
        "[x",
      ],
      ...[
        "[parameters('a')]",
        "[variables('a')]",
        "[copyIndex()]",
        "[concat(parameters('a'), '/b')]",
        "policies",
      ],
    );
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 6 },
        text,
        fc.constantFrom<Json>(null, true, 0, 2, "", "x"),
        fc.array(tie("json"), { maxLength: 3 }),
        fc.dictionary(fc.oneof(pieces, fc.string({ maxLength: 3 })), tie("json"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(json, json, (resources, parameters) => {
        read(template({ resources, parameters, variables: parameters }), {}, { parameters });
        read(resources, {}, { parameters });
      }),
      { numRuns: 300 },
    );
  });

  it("never throws for expressions of any text", () => {
    const token = fc.constantFrom(
      ...[
        "concat",
        "format",
        "if",
        "parameters",
        "split",
        "copyIndex",
        "union",
        "json",
        "resourceId",
        "replace",
      ],
      ...["(", ")", ",", "[", "]", ".", "'", "''", "'{0}'", "'a'", "1", "-", " "],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(token, { maxLength: 30 }).map((all) => all.join("")),
        ),
        (text) => {
          valueOf(`[${text}]`);
          valueOf(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});
