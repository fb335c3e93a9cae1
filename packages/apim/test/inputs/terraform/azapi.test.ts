import { expect } from "chai";
import type { JsonObject } from "#src/json/json-value.js";
import { POLICY, service, state, read, findingsOf } from "./states.js";

describe("resourcesOfState", () => {
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
});
