import { expect } from "chai";
import type { Json } from "#src/json/json-value.js";
import type { TemplateResult } from "#src/inputs/arm/template-result.js";
import { read, service, template } from "./support.js";

const POLICY = "<policies><inbound><base /></inbound></policies>";
const svc = "[concat(parameters('svc'), '/";

/** Types and names, as text. */
const namesOf = ({ resources }: TemplateResult): string[] =>
  resources.map(({ type, names }) => `${type} ${names.join("/")}`);

/** Severity, code, place and what is held, as text. */
const findingsOf = ({ findings }: TemplateResult): string[] =>
  findings.map(({ severity, code, at, holds = [] }) => [severity, code, at, ...holds].join(" "));

const deployment = (
  properties: { readonly [name: string]: Json },
  members: Readonly<Record<string, Json>> = {},
) => ({
  type: "Microsoft.Resources/deployments",
  name: "nested",
  ...members,
  properties,
});

const one = (resource: Json, members: Readonly<Record<string, Json>> = {}) =>
  template({ ...members, resources: [resource] });

describe("resourcesOfTemplate", () => {
  describe("names", () => {
    const rows: readonly [string, Json, string][] = [
      ["by concat", service("products", `${svc}gold')]`), "products gold"],
      ["by format", service("products", "[format('{0}/{1}', parameters('svc'), 'gold')]"), "products gold"],
      ["literal with slashes", service("products", "svc/gold"), "products gold"],
      ["types in any case", service("PRODUCTS", "svc/gold"), "products gold"],
      ["of links", service("products/apis", `${svc}gold/orders')]`), "products/apis gold/orders"],
      [
        "of older named values",
        service("properties", "svc/x", { properties: { value: "1" } }),
        "namedValues x",
      ],
      ["of workspaces", service("workspaces/apis", "svc/w/orders"), "workspaces/apis w/orders"],
      [
        "of policies, whose last part never matters",
        service("apis/policies", "[concat('svc/orders/', parameters('x'))]", {
          properties: { value: POLICY },
        }),
        "apis/policies orders/policy",
      ],
      [
        "of the global policy",
        service("policies", "[concat(parameters('svc'), '/policy')]", { properties: { value: POLICY } }),
        "policies policy",
      ],
    ];
    for (const [name, resource, expected] of rows)
      it(name, () => {
        const result = read(one(resource));
        expect(namesOf(result)).to.deep.equal([expected]);
        expect(result.findings).to.deep.equal([]);
      });

    const unknown: readonly [string, Json, string][] = [
      [
        "products",
        service("products", "[concat('svc/', parameters('x'))]"),
        "lost arm-expression main.json#products",
      ],
      ["APIs", service("apis", "[parameters('full')]"), "lost arm-expression main.json#apis"],
      [
        "policies of an unknown API hold everything",
        service("apis/policies", "[concat('svc/', parameters('x'), '/policy')]", {
          properties: { value: POLICY },
        }),
        "lost arm-expression main.json#apis/policies global",
      ],
      [
        "policies of an unknown operation hold the API",
        service("apis/operations/policies", "[concat('svc/orders/', parameters('x'), '/policy')]"),
        "lost arm-expression main.json#apis/operations/policies api:orders",
      ],
      [
        "subscriptions",
        service("subscriptions", "[guid('x')]"),
        "difference arm-expression main.json#subscriptions",
      ],
      ["too few parts", service("products/apis", "svc/gold"), "lost arm-expression main.json#products/apis"],
      ["no name", { type: "Microsoft.ApiManagement/service/apis" }, "lost arm-expression main.json#apis"],
    ];
    for (const [name, resource, expected] of unknown)
      it(`unknown: ${name}`, () => {
        const result = read(one(resource));
        expect(result.resources).to.deep.equal([]);
        expect(findingsOf(result)).to.deep.equal([expected]);
      });

    it("says nothing about resources that guard nothing", () => {
      const resources = [
        service("backends", "[parameters('x')]"),
        service("loggers", "svc/l", { properties: { credentials: { instrumentationKey: "hunter2" } } }),
        { type: "Microsoft.Web/sites", name: "[parameters('x')]", condition: "[parameters('y')]" },
        "text",
        null,
      ];
      const result = read(template({ resources }));
      expect(namesOf(result)).to.deep.equal([]);
      expect(result.findings).to.deep.equal([]);
    });
  });

  it("reads children below their parents, with short or full types", () => {
    const operation = {
      type: "operations",
      name: "create",
      properties: { method: "POST", urlTemplate: "/" },
      resources: [{ type: "policies", name: "policy", properties: { policyContent: POLICY } }],
    };
    const api = service("apis", "svc/orders", {
      properties: { path: "orders" },
      resources: [
        operation,
        service("apis/policies", "svc/orders/policy", { properties: { value: POLICY } }),
      ],
    });
    const root = {
      type: "Microsoft.ApiManagement/service",
      name: "svc",
      resources: [{ type: "products", name: "gold" }],
    };
    const result = read(template({ resources: [api, root] }));
    expect(namesOf(result)).to.deep.equal([
      "apis orders",
      "apis/operations orders/create",
      "apis/operations/policies orders/create/policy",
      "apis/policies orders/policy",
      "products gold",
    ]);
    expect(result.resources.map(({ at }) => at)).to.deep.equal([
      "main.json",
      "main.json",
      "main.json#operation:orders/create",
      "main.json#api:orders",
      "main.json",
    ]);
  });

  it("reads symbolic names, and not what exists already", () => {
    const resources = {
      svc: { existing: true, type: "Microsoft.ApiManagement/service", name: "svc" },
      there: { ...(service("products", "svc/there") as object), existing: true },
      gold: service("products", "svc/gold"),
    };
    expect(namesOf(read(template({ languageVersion: "2.0", resources })))).to.deep.equal(["products gold"]);
  });

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

  describe("loops", () => {
    const loop = (count: Json, members: Readonly<Record<string, Json>> = {}) =>
      one({
        ...(service("products", "[concat('svc/p', copyIndex(1))]") as object),
        copy: { name: "loop", count },
        ...members,
      });
    it("are unrolled", () =>
      expect(namesOf(read(loop(3)))).to.deep.equal(["products p1", "products p2", "products p3"]));
    it("run not at all for 0", () => expect(read(loop(0)).resources).to.deep.equal([]));
    it("run 1,000 times at most", () => {
      expect(read(loop(1000)).resources).to.have.length(1000);
      expect(findingsOf(read(loop(1001)))).to.deep.equal(["lost arm-loop main.json#products"]);
    });
    for (const count of ["[length(parameters('x'))]", -1, 1.5, null, "3", {}])
      it(`are lost for a count of ${JSON.stringify(count)}`, () =>
        expect(findingsOf(read(loop(count)))).to.deep.equal(["lost arm-loop main.json#products"]));
    it("of policies hold everything when their names are unknown", () => {
      const json = loop("[parameters('x')]", {
        type: "Microsoft.ApiManagement/service/apis/policies",
        name: "[concat('svc/', parameters('names')[copyIndex()], '/policy')]",
      });
      expect(findingsOf(read(json))).to.deep.equal(["lost arm-loop main.json#apis/policies global"]);
    });
    it("of deployments hold everything", () => {
      const nested = deployment(
        { template: template({ resources: [] }) },
        { copy: { name: "d", count: "[x()]" } },
      );
      expect(findingsOf(read(one(nested)))).to.deep.equal(["lost arm-loop main.json global"]);
    });
  });

  describe("conditions", () => {
    const rows: readonly [Json, number, readonly string[]][] = [
      [false, 0, []],
      ["[equals(1, 2)]", 0, []],
      ["[not(parameters('off'))]", 1, []],
      ["[parameters('flag')]", 1, ["difference arm-condition main.json"]],
    ];
    for (const [condition, count, findings] of rows)
      it(JSON.stringify(condition), () => {
        const product = { ...(service("products", "svc/gold") as object), condition };
        const parameters = { off: { type: "bool", defaultValue: false }, flag: { type: "bool" } };
        const result = read(one(product, { parameters }));
        expect(result.resources).to.have.length(count);
        expect(findingsOf(result)).to.deep.equal(findings);
      });
    it("of a policy stand at its scope", () => {
      const policy = service("apis/policies", "svc/a/policy", {
        condition: "[x()]",
        properties: { value: POLICY },
      });
      expect(findingsOf(read(one(policy)))).to.deep.equal(["difference arm-condition main.json#api:a"]);
    });
    it("do not cascade to children", () => {
      const child = { type: "policies", name: "policy", properties: { value: POLICY } };
      const api = service("apis", "svc/a", { condition: false, resources: [child] });
      expect(namesOf(read(one(api)))).to.deep.equal(["apis/policies a/policy"]);
    });
  });

  describe("parameters", () => {
    const json = one(service("products", "[concat('svc/', parameters('Name'))]"), {
      parameters: { name: { type: "string", defaultValue: "preset" } },
    });
    const values = { name: { value: "given" } };
    it("come from a file", () => {
      for (const parameters of [{ parameters: values }, values, { parameters: { NAME: { value: "given" } } }])
        expect(namesOf(read(json, {}, { parameters }))).to.deep.equal(["products given"]);
    });
    it("of a file hold no expressions", () => {
      const parameters = { parameters: { name: { value: "[toUpper('x')]" } } };
      expect(namesOf(read(json, {}, { parameters }))).to.deep.equal(["products [toUpper('x')]"]);
    });
    it("have defaults", () => expect(namesOf(read(json))).to.deep.equal(["products preset"]));
  });

  describe("secrets", () => {
    const policy = (value: string, name = "svc/policy") =>
      service("policies", name, { properties: { value } });
    const parameters = {
      key: { type: "secureString", defaultValue: "hunter2" },
      open: { type: "string" },
      vault: { type: "string" },
    };
    const json = template({
      parameters,
      resources: [
        policy(
          "[format('<a b=\"{0}\" c=\"{1}\" d=\"{2}\" />', parameters('key'), parameters('open'), parameters('vault'))]",
        ),
      ],
    });
    it("become variables, also when the input has them", () => {
      const given = {
        key: { value: "hunter3" },
        open: { value: "1" },
        vault: { reference: { secretName: "x" } },
      };
      const result = read(json, {}, { parameters: given });
      expect(result.resources[0]?.properties).to.deep.equal({
        value: '<a b="${env:KEY}" c="1" d="${env:VAULT}" />',
      });
      expect([...result.secretVariables].sort()).to.deep.equal(["KEY", "VAULT"]);
      expect(JSON.stringify([...result.resources, ...result.findings])).not.to.match(/hunter/);
    });
    it("of one parameter in two deployments have two variables", () => {
      const inner = (key: string) =>
        deployment({
          expressionEvaluationOptions: { scope: "inner" },
          parameters: { key: { value: key }, n: { value: key } },
          template: template({
            parameters: { key: { type: "securestring" }, n: { type: "string" } },
            resources: [
              service("products/policies", "[concat('svc/', parameters('n'), '/policy')]", {
                properties: { value: "[concat('<a b=\"', parameters('key'), '\" />')]" },
              }),
            ],
          }),
        });
      const result = read(template({ resources: [inner("one"), inner("two"), inner("one")] }));
      expect(result.resources.map(({ properties }) => properties["value"])).to.deep.equal([
        '<a b="${env:KEY}" />',
        '<a b="${env:KEY_2}" />',
        '<a b="${env:KEY}" />',
      ]);
    });
    it("of named values are not read", () => {
      for (const properties of [
        { displayName: "x", secret: true, value: "hunter2" },
        { displayName: "x", secret: "[parameters('unknown')]", value: "hunter2" },
        {
          displayName: "x",
          keyVault: { secretIdentifier: "[concat(parameters('v'), 'x')]" },
          value: "hunter2",
        },
      ])
        expect(
          read(one(service("namedValues", "svc/x", { properties }))).resources[0]?.properties,
        ).to.deep.equal({
          displayName: "x",
          secret: true,
        });
    });
    it("of subscriptions are apart from resources", () => {
      const properties = { scope: "/apis", state: "active", primaryKey: "hunter2", secondaryKey: "hunter3" };
      const result = read(one(service("subscriptions", "svc/s", { properties })));
      expect(result.keys.get("s")).to.deep.equal({ primaryKey: "hunter2", secondaryKey: "hunter3" });
      expect(result.resources[0]?.properties).to.deep.equal({ scope: "/apis", state: "active" });
    });
    it("of secure parameters are no keys", () => {
      const properties = { scope: "/apis", primaryKey: "[parameters('key')]" };
      expect(read(one(service("subscriptions", "svc/s", { properties }), { parameters })).keys.size).to.equal(
        0,
      );
    });
    it("in other properties are not read", () => {
      const properties = { path: "a", serviceUrl: "https://x?sig=hunter2", value: "https://y?sig=hunter2" };
      expect(read(one(service("apis", "svc/a", { properties }))).resources[0]?.properties).to.deep.equal({
        path: "a",
      });
    });
  });

  describe("properties that are unknown", () => {
    const x = "[parameters('x')]";
    const rows: readonly [string, string, Readonly<Record<string, Json>>, Json, readonly string[]][] = [
      ["products", "gold", { state: x }, {}, ["lost arm-expression main.json product:gold"]],
      ["products", "gold", { displayName: x }, {}, ["difference arm-expression main.json"]],
      ["products", "gold", { terms: x }, {}, []],
      ["apis", "a", { path: x }, { path: "${env:X}" }, ["lost arm-expression main.json api:a"]],
      ["apis", "a;rev=2", { subscriptionRequired: x }, {}, ["lost arm-expression main.json api:a"]],
      [
        "apis",
        "a",
        { subscriptionKeyParameterNames: { header: x, query: "q" } },
        {},
        ["lost arm-expression main.json api:a"],
      ],
      [
        "apis/operations",
        "a/o",
        { method: "GET", urlTemplate: "[concat('/', parameters('x'))]" },
        { method: "GET", urlTemplate: "/${env:X}" },
        ["lost arm-expression main.json api:a"],
      ],
      ["namedValues", "n", { value: x }, { value: "${env:X}" }, []],
      [
        ...(["products", "gold"] as const),
        { application: { entra: { audience: "[concat('api://', parameters('x'))]", applicationId: x } } },
        { application: { entra: { audience: "api://${env:X}", applicationId: "${env:X}" } } },
        [],
      ],
      ["apiVersionSets", "v", { versioningScheme: x }, {}, ["lost arm-expression main.json"]],
    ];
    for (const [type, name, properties, expected, findings] of rows)
      it(`${type} ${JSON.stringify(properties)}`, () => {
        const result = read(one(service(type, `svc/${name}`, { properties })));
        expect(result.resources[0]?.properties).to.deep.equal(expected);
        expect(findingsOf(result)).to.deep.equal(findings);
      });

    it("leave a subscription out when its scope is unknown: without it, it would open all APIs", () => {
      const result = read(
        one(service("subscriptions", "svc/s", { properties: { scope: x, primaryKey: "k" } })),
      );
      expect([result.resources.length, result.keys.size]).to.deep.equal([0, 0]);
      expect(findingsOf(result)).to.deep.equal(["lost arm-expression main.json"]);
    });
    it("lose a policy when its whole text is unknown", () => {
      const policy = (value: Json) =>
        one(service("apis/policies", "svc/a/policy", { properties: { value } }));
      expect(findingsOf(read(policy(x)))).to.deep.equal(["lost arm-expression main.json#api:a api:a"]);
      expect(findingsOf(read(policy(null)))).to.deep.equal(["lost unreadable main.json#api:a api:a"]);
    });
    it("are made by a loop within the properties", () => {
      const copy = [
        { name: "authenticationType", count: 2, input: "[concat('kind-', copyIndex('authenticationType'))]" },
      ];
      const json = one(service("products", "svc/gold", { properties: { state: "published", copy } }));
      expect(read(json).resources[0]?.properties).to.deep.equal({
        ...{ state: "published", authenticationType: ["kind-0", "kind-1"] },
      });
    });
    it("come from a variable as a whole", () => {
      const variables = { properties: { state: "published", displayName: "[parameters('x')]" } };
      const json = one(service("products", "svc/gold", { properties: "[variables('properties')]" }), {
        variables,
      });
      expect(read(json).resources[0]?.properties).to.deep.equal({ state: "published" });
    });
  });

  describe("identifiers", () => {
    const rows: readonly [string, string | undefined][] = [
      [
        "[resourceId('Microsoft.ApiManagement/service/products', parameters('svc'), 'gold')]",
        "/products/gold",
      ],
      ["[concat(resourceId('Microsoft.ApiManagement/service', parameters('svc')), '/apis')]", "/apis"],
      ["[resourceId('Microsoft.ApiManagement/service', parameters('svc'))]", "/"],
      ["[concat(parameters('serviceId'), '/products/gold')]", "/products/gold"],
      ["/products/gold", "/products/gold"],
      ["[concat('/products/', parameters('x'))]", undefined],
      ["[resourceId('Microsoft.ApiManagement/service/products', 'svc', parameters('x'))]", undefined],
      ["[concat(parameters('x'), '/gold')]", undefined],
    ];
    for (const [scope, expected] of rows)
      it(scope, () => {
        const result = read(one(service("subscriptions", "svc/s", { properties: { scope } })));
        expect(result.resources[0]?.properties["scope"]).to.equal(expected);
      });
  });

  it("reads subscriptions of older API versions", () => {
    const properties = { productId: "[concat('/products/', 'gold')]", userId: "/users/u", state: "active" };
    expect(
      read(one(service("subscriptions", "svc/s", { properties }))).resources[0]?.properties,
    ).to.deep.equal({
      ...{ state: "active", scope: "/products/gold", ownerId: "/users/u" },
    });
  });

  describe("specifications", () => {
    const document = JSON.stringify({ openapi: "3.0.1", paths: { "/": { get: { operationId: "list" } } } });
    const api = (format: string, value: string) =>
      service("apis", "svc/a", { properties: { path: "a", format, value } });
    it("give operations, but those that the template declares", () => {
      const declared = service("apis/operations", "svc/a/List", {
        properties: { method: "GET", urlTemplate: "/x" },
      });
      for (const format of ["openapi", "openapi+json", "swagger-json"])
        expect(namesOf(read(one(api(format, document))))).to.deep.equal(["apis a", "apis/operations a/list"]);
      expect(namesOf(read(template({ resources: [api("openapi", document), declared] })))).to.deep.equal([
        "apis a",
        "apis/operations a/List",
      ]);
    });
    it("behind an address give none", () => {
      const result = read(one(api("openapi-link", "https://files.example/a.json")));
      expect(namesOf(result)).to.deep.equal(["apis a"]);
      expect(result.findings).to.deep.equal([]);
    });
    it("that cannot be read are lost", () =>
      expect(findingsOf(read(one(api("openapi", "{{{"))))).to.deep.equal([
        "lost unreadable main.json api:a",
      ]));
  });
});
