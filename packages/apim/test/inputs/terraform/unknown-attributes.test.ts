import { expect } from "chai";
import type { Json, JsonObject } from "#src/json/json-value.js";
import { POLICY, resource, state, read, findingsOf } from "./states.js";

describe("resourcesOfState", () => {
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
});
