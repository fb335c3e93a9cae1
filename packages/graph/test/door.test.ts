import * as door from "@product-auth/graph";
import { expect } from "chai";

describe("the door of @product-auth/graph", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "ProvisionFailedError",
      "addClientSecret",
      "applyPlan",
      "completeCatalog",
      "describeChange",
      "destroyCatalog",
      "environmentCredential",
      "graphProvisioning",
      "manualProvisioning",
      "planCatalog",
      "planDestroy",
      "problemsOfProvision",
      "removeClientSecret",
    ]));
});
