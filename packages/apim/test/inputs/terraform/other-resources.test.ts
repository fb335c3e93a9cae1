import { expect } from "chai";
import type { Json, JsonObject } from "#src/json/json-value.js";
import { POLICY, resource, state, read, findingsOf } from "./states.js";

describe("resourcesOfState", () => {
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
});
