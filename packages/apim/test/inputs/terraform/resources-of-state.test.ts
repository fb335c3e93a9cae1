import { expect } from "chai";
import fc from "fast-check";
import type { Json, JsonObject } from "#src/json/json-value.js";
import { resourcesOfState } from "#src/inputs/terraform/resources-of-state.js";

const POLICY = "<policies><inbound><base /></inbound></policies>";
const service = "/subscriptions/x/resourceGroups/y/providers/Microsoft.ApiManagement/service/svc";

const resource = (type: string, values: JsonObject, members: JsonObject = {}): JsonObject => ({
  ...{ address: `azurerm_api_management_${type}.x`, mode: "managed", type: `azurerm_api_management_${type}` },
  ...{ name: "x", values, ...members },
});
const state = (...resources: readonly Json[]): Json => ({
  terraform_version: "1.9.0",
  values: { root_module: { resources } },
});
const read = (json: Json) => resourcesOfState(json, { at: "state.json" });
const findingsOf = (json: Json): string[] =>
  read(json).findings.map(({ code, at, holds = [] }) => [code, at, ...holds].join(" "));

describe("resourcesOfState", () => {
  type Row = readonly [type: string, values: JsonObject, expected: JsonObject];
  const rows: readonly Row[] = [
    [
      "product",
      {
        product_id: "gold",
        display_name: "Gold",
        subscription_required: true,
        published: true,
        approval_required: false,
      },
      {
        ...{ type: "products", names: ["gold"] },
        properties: {
          displayName: "Gold",
          subscriptionRequired: true,
          state: "published",
          approvalRequired: false,
        },
      },
    ],
    [
      "product",
      { product_id: "gold", published: false },
      { type: "products", names: ["gold"], properties: {} },
    ],
    [
      "api",
      {
        ...{
          name: "orders",
          path: "orders",
          version: "v1",
          version_set_id: `${service}/apiVersionSets/vs`,
          revision: "1",
        },
        ...{
          subscription_required: false,
          subscription_key_parameter_names: [{ header: "X-Key", query: "key" }],
        },
        ...{ is_current: true, service_url: "https://x?sig=hunter2", api_type: "graphql" },
      },
      {
        ...{ type: "apis", names: ["orders"] },
        properties: {
          ...{
            path: "orders",
            apiVersion: "v1",
            apiVersionSetId: `${service}/apiVersionSets/vs`,
            apiRevision: "1",
          },
          ...{ subscriptionRequired: false, type: "graphql" },
          subscriptionKeyParameterNames: { header: "X-Key", query: "key" },
        },
      },
    ],
    [
      "api",
      { name: "orders", path: "orders", revision: "2", is_current: false },
      { type: "apis", names: ["orders;rev=2"], properties: { path: "orders", apiRevision: "2" } },
    ],
    [
      "api_version_set",
      { name: "vs", display_name: "VS", versioning_scheme: "Segment" },
      {
        type: "apiVersionSets",
        names: ["vs"],
        properties: { displayName: "VS", versioningScheme: "Segment" },
      },
    ],
    [
      "api_operation",
      { api_name: "orders", operation_id: "list", method: "GET", url_template: "/", display_name: "List" },
      {
        ...{ type: "apis/operations", names: ["orders", "list"] },
        properties: { method: "GET", urlTemplate: "/", displayName: "List" },
      },
    ],
    [
      "product_api",
      { product_id: `${service}/products/gold`, api_name: "orders" },
      { type: "products/apis", names: ["gold", "orders"], properties: {} },
    ],
    [
      "policy",
      { xml_content: POLICY },
      { type: "policies", names: ["policy"], at: "state.json#global", properties: { value: POLICY } },
    ],
    [
      "product_policy",
      { product_id: "gold", xml_content: POLICY },
      {
        type: "products/policies",
        names: ["gold", "policy"],
        at: "state.json#product:gold",
        properties: { value: POLICY },
      },
    ],
    [
      "api_policy",
      { api_name: "orders", xml_content: POLICY, xml_link: "https://files.example/x" },
      {
        type: "apis/policies",
        names: ["orders", "policy"],
        at: "state.json#api:orders",
        properties: { value: POLICY },
      },
    ],
    [
      "api_operation_policy",
      { api_name: "orders", operation_id: "list", xml_content: POLICY },
      {
        ...{ type: "apis/operations/policies", names: ["orders", "list", "policy"] },
        ...{ at: "state.json#operation:orders/list", properties: { value: POLICY } },
      },
    ],
    [
      "policy_fragment",
      { name: "auth", format: "rawxml", value: "<fragment />" },
      {
        type: "policyFragments",
        names: ["auth"],
        at: "state.json#fragment:auth",
        properties: { value: "<fragment />" },
      },
    ],
    [
      "named_value",
      { name: "n", display_name: "N", value: "1", secret: false },
      { type: "namedValues", names: ["n"], properties: { displayName: "N", value: "1", secret: false } },
    ],
    [
      "named_value",
      { name: "n", display_name: "N", value: "hunter2", secret: true },
      { type: "namedValues", names: ["n"], properties: { displayName: "N", secret: true } },
    ],
    [
      "named_value",
      { name: "n", display_name: "N", value: "hunter2", value_from_key_vault: [{ secret_id: "x" }] },
      { type: "namedValues", names: ["n"], properties: { displayName: "N", secret: true } },
    ],
    [
      "subscription",
      {
        subscription_id: "s",
        product_id: `${service}/products/gold`,
        state: "active",
        user_id: `${service}/users/u`,
      },
      {
        ...{ type: "subscriptions", names: ["s"] },
        properties: { scope: "/products/gold", state: "active", ownerId: `${service}/users/u` },
      },
    ],
    [
      "subscription",
      { subscription_id: "s", api_id: `${service}/apis/orders;rev=1`, product_id: null },
      { type: "subscriptions", names: ["s"], properties: { scope: "/apis/orders" } },
    ],
    [
      "subscription",
      { subscription_id: "s" },
      { type: "subscriptions", names: ["s"], properties: { scope: "/apis" } },
    ],
  ];
  for (const [type, values, expected] of rows)
    it(`${type} ${JSON.stringify(values).slice(0, 60)}`, () => {
      const result = read(state(resource(type, values)));
      expect(result.resources).to.deep.equal([{ at: "state.json", ...expected }]);
      expect(result.findings).to.deep.equal([]);
    });

  it("walks modules, in states and plans, and leaves data sources and other types out", () => {
    const root_module = {
      resources: [
        resource("product", { product_id: "a" }),
        resource("product", { product_id: "data" }, { mode: "data" }),
        { ...resource("product", { product_id: "b" }), type: "azurerm_storage_account" },
        resource("backend", { name: "x", credentials: "hunter2" }),
      ],
      child_modules: [
        {
          resources: [resource("product", { product_id: "c" })],
          child_modules: [{ resources: [resource("product", { product_id: "d" })] }],
        },
      ],
    };
    for (const json of [
      { values: { root_module } },
      { planned_values: { root_module }, prior_state: { values: {} } },
    ])
      expect(read(json).resources.map(({ names }) => names)).to.deep.equal([["a"], ["c"], ["d"]]);
  });

  it("reads the file of a state as Terraform stores it", () => {
    const instance = (product_id: string) => ({ attributes: { product_id, published: true } });
    const stored = {
      ...{ version: 4, terraform_version: "1.9.0" },
      resources: [
        {
          mode: "managed",
          type: "azurerm_api_management_product",
          instances: [instance("a"), instance("b")],
        },
        { mode: "data", type: "azurerm_api_management_product", instances: [instance("c")] },
        {
          ...{ mode: "managed", type: "azurerm_api_management_api_policy" },
          instances: [
            {
              attributes: { api_name: "x", xml_content: POLICY },
              sensitive_attributes: [[{ type: "get_attr", value: "xml_content" }]],
            },
          ],
        },
      ],
    };
    expect(read(stored).resources.map(({ names }) => names)).to.deep.equal([["a"], ["b"]]);
    expect(findingsOf(stored)).to.deep.equal(["arm-expression state.json#api:x api:x"]);
  });

  it("gives keys apart", () => {
    const values = { subscription_id: "s", primary_key: "hunter2", secondary_key: "hunter3" };
    const { keys, resources, findings } = read(state(resource("subscription", values)));
    expect(keys.get("s")).to.deep.equal({ primaryKey: "hunter2", secondaryKey: "hunter3" });
    expect(JSON.stringify([resources, findings])).not.to.include("hunter");
  });

  it("takes operations from an imported specification", () => {
    const content_value = JSON.stringify({
      openapi: "3.0.1",
      paths: { "/": { get: { operationId: "list" } } },
    });
    const imported = (content_format: string) =>
      read(state(resource("api", { name: "a", path: "a", import: [{ content_format, content_value }] })));
    expect(imported("openapi+json").resources.map(({ names }) => names)).to.deep.equal([
      ["a"],
      ["a", "list"],
    ]);
    expect(imported("openapi-link").resources.map(({ names }) => names)).to.deep.equal([["a"]]);
  });

  describe("what is sensitive or known after the plan only", () => {
    const sensitive = (type: string, values: JsonObject, ...marked: readonly string[]) =>
      state(
        resource(type, values, { sensitive_values: Object.fromEntries(marked.map((name) => [name, true])) }),
      );
    const planned = (type: string, values: JsonObject, after_unknown: JsonObject): Json => ({
      planned_values: { root_module: { resources: [resource(type, values)] } },
      resource_changes: [{ address: `azurerm_api_management_${type}.x`, change: { after_unknown } }],
    });
    const lost: readonly [string, Json, string][] = [
      [
        "a sensitive policy",
        sensitive("api_policy", { api_name: "a", xml_content: POLICY }, "xml_content"),
        "arm-expression state.json#api:a api:a",
      ],
      [
        "a policy that is known later",
        planned("api_policy", { api_name: "a" }, { xml_content: true }),
        "arm-expression state.json#api:a api:a",
      ],
      [
        "a policy by its address",
        planned("api_policy", { api_name: "a", xml_link: "https://x" }, {}),
        "policy-link state.json#api:a api:a",
      ],
      ["a policy without text", state(resource("policy", {})), "unreadable state.json#global global"],
      [
        "a name that is known later",
        planned("api_policy", { xml_content: POLICY }, { api_name: true }),
        "arm-expression state.json#apis/policies global",
      ],
      ["a flag", planned("api", { name: "a" }, { path: true }), "arm-expression state.json api:a"],
      [
        "key names in a part",
        planned("api", { name: "a", path: "a" }, { subscription_key_parameter_names: [{ header: true }] }),
        "arm-expression state.json api:a",
      ],
      [
        "the product of a subscription",
        planned("subscription", { subscription_id: "s" }, { product_id: true }),
        "arm-expression state.json",
      ],
    ];
    for (const [name, json, expected] of lost)
      it(`loses ${name}`, () => expect(findingsOf(json)).to.deep.equal([expected]));

    it("leaves the subscription out, which would be one for all APIs", () =>
      expect(
        read(planned("subscription", { subscription_id: "s" }, { product_id: true })).resources,
      ).to.deep.equal([]));

    it("makes a sensitive named value a secret", () => {
      const json = sensitive(
        "named_value",
        { name: "n", display_name: "N", value: "hunter2", secret: false },
        "value",
      );
      expect(read(json).resources[0]?.properties).to.deep.equal({ displayName: "N", secret: true });
    });
  });

  describe("azapi", () => {
    const azapi = (type: string, values: JsonObject, members: JsonObject = {}): JsonObject => ({
      ...{ address: "azapi_resource.x", mode: "managed", type: "azapi_resource" },
      values: { type: `Microsoft.ApiManagement/service${type}@2024-05-01`, ...values },
      ...members,
    });
    const properties = { path: "a", serviceUrl: "https://x?sig=hunter2" };
    it("gives resources of the management API, by id or by parent and name, from objects and texts", () => {
      for (const values of [
        { id: `${service}/apis/a`, body: { properties } },
        { parent_id: service, name: "a", body: JSON.stringify({ properties }) },
      ])
        expect(read(state(azapi("/apis", values))).resources).to.deep.equal([
          { type: "apis", names: ["a"], at: "state.json", properties: { path: "a" } },
        ]);
    });
    it("gives policies with their place", () => {
      const values = {
        parent_id: `${service}/apis/a`,
        name: "policy",
        body: { properties: { value: POLICY } },
      };
      expect(read(state(azapi("/apis/policies", values))).resources).to.deep.equal([
        {
          type: "apis/policies",
          names: ["a", "policy"],
          at: "state.json#api:a",
          properties: { value: POLICY },
        },
      ]);
    });
    it("is lost when name or content is unknown, or behind an address", () => {
      const policy = (values: JsonObject, members: JsonObject = {}) =>
        findingsOf(state(azapi("/apis/policies", values, members)));
      const parent = { parent_id: `${service}/apis/a`, name: "policy" };
      expect(policy({ name: "policy", body: {} })).to.deep.equal([
        "arm-expression state.json#apis/policies global",
      ]);
      expect(
        policy({ ...parent, body: {} }, { sensitive_values: { body: { properties: true } } }),
      ).to.deep.equal(["arm-expression state.json#apis/policies api:a"]);
      expect(policy({ ...parent, body: "{" })).to.deep.equal([
        "arm-expression state.json#apis/policies api:a",
      ]);
      expect(
        policy({ ...parent, body: { properties: { format: "xml-link", value: "https://x" } } }),
      ).to.deep.equal(["policy-link state.json#api:a api:a"]);
    });
    it("says nothing about other services, and holds no secrets", () => {
      expect(read(state(azapi("/backends", { parent_id: service, name: "x" }))).findings).to.deep.equal([]);
      const body = { properties: { displayName: "N", secret: true, value: "hunter2" } };
      expect(
        read(state(azapi("/namedValues", { parent_id: service, name: "n", body }))).resources[0]?.properties,
      ).to.deep.equal({ displayName: "N", secret: true });
    });
  });

  describe("other resources that can hold rules", () => {
    it("a template that Terraform deploys is lost", () => {
      const deploy = (values: JsonObject): string[] =>
        findingsOf(state({ ...resource("x", values), type: "azurerm_resource_group_template_deployment" }));
      expect(deploy({ template_content: '{"type":"Microsoft.ApiManagement/service/apis"}' })).to.deep.equal([
        "arm-link state.json global",
      ]);
      expect(deploy({ template_spec_version_id: "x" })).to.deep.equal(["arm-link state.json global"]);
      expect(deploy({ template_content: '{"type":"Microsoft.Web/sites"}' })).to.deep.equal([]);
    });
    it("workspaces are passed on", () => {
      const json = state(resource("workspace_api", { name: "w" }));
      expect(read(json).resources.map(({ type }) => type)).to.deep.equal(["workspaces"]);
    });
    it("the policy in the resource of the service counts when none stands apart", () => {
      const inService = {
        ...resource("x", { policy: [{ xml_content: POLICY }] }),
        type: "azurerm_api_management",
      };
      const apart = resource("policy", { xml_content: "<policies />" });
      const valuesOf = (json: Json) => read(json).resources.map(({ properties }) => properties["value"]);
      expect(valuesOf(state(inService))).to.deep.equal([POLICY]);
      expect(valuesOf(state(inService, apart))).to.deep.equal(["<policies />"]);
    });
  });

  it("never throws for JSON of any form", () => {
    const name = fc.constantFrom(
      ...["values", "planned_values", "root_module", "child_modules", "resources", "type", "mode", "import"],
      ...[
        "resource_changes",
        "change",
        "after_unknown",
        "sensitive_values",
        "address",
        "api_name",
        "xml_content",
      ],
    );
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 7 },
        fc.constantFrom<Json>(
          null,
          true,
          1,
          "",
          "x",
          "azurerm_api_management_api_policy",
          "azurerm_api_management_api",
        ),
        fc.array(tie("json"), { maxLength: 3 }),
        fc.dictionary(name, tie("json"), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => void read(value)),
      { numRuns: 300 },
    );
  });
});
