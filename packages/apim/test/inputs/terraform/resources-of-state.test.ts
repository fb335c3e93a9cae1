import { expect } from "chai";
import fc from "fast-check";
import type { Json, JsonObject } from "#src/json/json-value.js";
import { POLICY, service, resource, state, read, findingsOf } from "./states.js";

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
