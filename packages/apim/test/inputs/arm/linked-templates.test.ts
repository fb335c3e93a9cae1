import { expect } from "chai";
import type { Json } from "#src/json/json-value.js";
import { read, service, template } from "./support.js";
import { POLICY, namesOf, findingsOf, deployment, one } from "./templates.js";

describe("resourcesOfTemplate, templates within and beside", () => {
  describe("nested templates", () => {
    const nested = template({
      parameters: { product: { type: "string", defaultValue: "inner" } },
      resources: [service("products", "[concat('svc/', parameters('product'))]")],
    });
    const outside = { parameters: { product: { type: "string", defaultValue: "outer" } } };
    const inner = { expressionEvaluationOptions: { scope: "Inner" } };
    const rows: readonly [string, Json, string][] = [
      ["share the outer values by default", one(deployment({ template: nested }), outside), "products outer"],
      [
        "have their own with scope inner",
        one(deployment({ ...inner, template: nested }), outside),
        "products inner",
      ],
      [
        "have their own by default in language version 2.0",
        template({ languageVersion: "2.0", ...outside, resources: { a: deployment({ template: nested }) } }),
        "products inner",
      ],
      [
        "take values that are evaluated outside",
        one(
          deployment({
            ...inner,
            parameters: { PRODUCT: { value: "[concat(parameters('product'), '-x')]" } },
            template: nested,
          }),
          outside,
        ),
        "products outer-x",
      ],
      [
        "see the loops around them in scope outer",
        one(
          deployment(
            { template: template({ resources: [service("products", "[concat('svc/p', copyIndex('n'))]")] }) },
            { copy: { name: "n", count: 1 } },
          ),
        ),
        "products p0",
      ],
    ];
    for (const [name, json, expected] of rows)
      it(name, () => expect(namesOf(read(json))).to.deep.equal([expected]));

    it("keep unknown values under the name of the parameter outside", () => {
      const policy = service("policies", "svc/policy", {
        properties: { value: "[concat('<a b=\"', parameters('inner'), '\"/>')]" },
      });
      const result = read(
        one(
          deployment({
            ...inner,
            parameters: { inner: { value: "[parameters('outerName')]" } },
            template: template({ parameters: { inner: { type: "string" } }, resources: [policy] }),
          }),
        ),
      );
      expect(result.resources[0]?.properties).to.deep.equal({ value: '<a b="${env:OUTERNAME}"/>' });
    });
  });

  describe("links to templates", () => {
    const files = {
      "child.json": JSON.stringify(
        template({
          parameters: { product: { type: "string" } },
          resources: [
            service("products", "[concat('svc/', parameters('product'))]"),
            service("products/policies", "[concat('svc/', parameters('product'), '/policy')]", {
              properties: { format: "rawxml-link", value: "[concat(parameters('base'), 'p.xml')]" },
            }),
          ],
        }),
      ),
      "p.xml": POLICY,
      "values.json": JSON.stringify({ parameters: { product: { value: "gold" } } }),
      "broken.json": "{",
      "self.json": JSON.stringify(one(deployment({ templateLink: { relativePath: "self.json" } }))),
    };
    const parameters = { product: { value: "gold" } };
    const addresses: readonly [string, Json][] = [
      ["an address", { uri: "https://files.example/a/child.json?sig=x/y" }],
      ["a base and a name", { uri: "[concat(parameters('base'), '/child.json', parameters('token'))]" }],
      ["a base that ends with a slash", { uri: "[concat(parameters('base'), 'child.json')]" }],
      ["uri()", { uri: "[uri(deployment().properties.templateLink.uri, 'a/child.json')]" }],
      ["a relative path", { relativePath: "a/b/child.json" }],
    ];
    for (const [name, templateLink] of addresses)
      it(`by ${name}`, () => {
        const result = read(one(deployment({ templateLink, parameters })), files);
        expect(namesOf(result)).to.deep.equal(["products gold", "products/policies gold/policy"]);
        expect(result.resources.map(({ at }) => at)).to.deep.equal(["linked/child.json", "linked/p.xml"]);
        expect([...result.linked]).to.deep.equal(["linked/child.json", "linked/p.xml"]);
        expect(result.findings).to.deep.equal([]);
      });

    it("with a file of parameters", () => {
      const link = {
        templateLink: { relativePath: "child.json" },
        parametersLink: { relativePath: "values.json" },
      };
      expect(namesOf(read(one(deployment(link)), files))[0]).to.equal("products gold");
    });

    const lost: readonly [string, Json][] = [
      ["a file that is not there", { uri: "https://files.example/other.json" }],
      ["a file that is no JSON", { uri: "https://files.example/broken.json" }],
      ["an unknown address", { uri: "[parameters('uri')]" }],
      ["an unknown name of a file", { uri: "[concat('https://x/', parameters('name'), '.json')]" }],
      ["a template spec", { id: "/subscriptions/x" }],
      ["no file at all", {}],
      ["an encoded path", { relativePath: "..%2Fchild.json" }],
      ["a template that links to itself", { relativePath: "self.json" }],
    ];
    for (const [name, templateLink] of lost)
      it(`lost: ${name}`, () => {
        const found = findingsOf(read(one(deployment({ templateLink })), files));
        expect(found).to.have.length(1);
        expect(found[0]).to.match(/^lost arm-link (?:main|linked\/self)\.json global$/);
      });
  });

  describe("links to policies", () => {
    const policy = (value: Json, format = "rawxml-link") =>
      one(service("apis/policies", "svc/a/policy", { properties: { format, value } }));
    for (const [format, value] of [
      ["rawxml-link", "[concat(parameters('PolicyXMLBaseUrl'), '/a.xml')]"],
      ["xml-link", "https://files.example/policies/a.xml?sv=1"],
      ["XML-link", "[concat(parameters('url'), '/a.xml', parameters('token'))]"],
      ["xml-link", "[concat(parameters('url'), '/', 'a.xml')]"],
    ] as const)
      it(`${format}: ${value}`, () => {
        const result = read(policy(value, format), { "a.xml": POLICY });
        expect(result.resources).to.deep.equal([
          {
            type: "apis/policies",
            names: ["a", "policy"],
            at: "linked/a.xml",
            properties: { value: POLICY },
          },
        ]);
      });

    it("of a linked template are found beside the template that links to it", () => {
      const child = policy("https://files.example/a.xml");
      const main = one(deployment({ templateLink: { relativePath: "child.json" } }));
      const files: Readonly<Record<string, string>> = {
        "child.json": JSON.stringify(child),
        "a.xml": POLICY,
      };
      const readLinked = (name: string, from: string) =>
        from === "main.json" ? { at: `x/${name}`, text: files[name] ?? "" } : undefined;
      expect(read(main, {}, { readLinked }).resources.map(({ at }) => at)).to.deep.equal(["x/a.xml"]);
    });
    it("are lost at the policy when the file is not there", () =>
      expect(findingsOf(read(policy("https://files.example/b.xml")))).to.deep.equal([
        "lost policy-link main.json#api:a api:a",
      ]));
  });
});
