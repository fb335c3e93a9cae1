import { expect } from "chai";
import type { Json } from "#src/json/json-value.js";
import { read, service, template } from "./support.js";
import { findingsOf, deployment, one } from "./templates.js";

describe("resourcesOfTemplate, secrets and unknown values", () => {
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
});
