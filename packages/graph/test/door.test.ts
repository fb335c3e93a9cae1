import * as door from "@product-auth/graph";
import { expect } from "chai";

describe("the door of @product-auth/graph", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "FINDING_KINDS",
      "ProvisionFailedError",
      "addClientSecret",
      "applyPlan",
      "completeCatalog",
      "describeChange",
      "destroyCatalog",
      "diagnosis",
      "environmentCredential",
      "findingsOfPlan",
      "graphProvisioning",
      "manualProvisioning",
      "planCatalog",
      "planDestroy",
      "problemsOfProvision",
      "reconcileApplications",
      "removeClientSecret",
      "repairApplications",
    ]));
});
