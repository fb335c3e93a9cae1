import { FINDING_KINDS, findingsOfPlan, type ProvisionCatalog } from "@product-auth/graph";
import { expect } from "chai";
import { startWorld, type World } from "../support/world.js";

const catalog: ProvisionCatalog = {
  products: { gold: { displayName: "Gold" } },
  provision: { instance: "shop", clients: { batch: { displayName: "Batch", products: ["gold"] } } },
};

describe("findingsOfPlan: what is wrong with registrations", () => {
  let world: World;
  before(async () => (world = await startWorld()));
  after(() => world.close());
  beforeEach(() => world.reset());

  const found = async (given: ProvisionCatalog = catalog) =>
    findingsOfPlan(await world.plan(given))
      .map(({ code, severity, at }) => `${code} ${severity} ${at}`)
      .filter((one) => !one.startsWith("P34"));
  const registered = async () => {
    const { products, clients } = await world.apply(catalog);
    return { gold: products["gold"]!, batch: clients["batch"]! };
  };
  const patch = async (id: string | null, body: object) => world.graph("PATCH", `/applications/${id}`, body);

  it("nothing is registered: P10, P30 and nothing that follows from them", async () => {
    expect(await found()).to.deep.equal(["P10 error products.gold", "P30 error clients.batch"]);
    await registered();
    expect(await found()).to.deep.equal([]);
  });

  it("deleted: P10, P30", async () => {
    const { gold, batch } = await registered();
    await world.graph("DELETE", `/applications/${batch.objectId}`);
    expect(await found()).to.include("P30 error clients.batch");
    await world.graph("DELETE", `/applications/${gold.objectId}`);
    expect(await found()).to.include("P10 error products.gold");
  });

  it("properties of a product: P14, P16, P23, P24, P15", async () => {
    const { gold } = await registered();
    await patch(gold.objectId, { api: { requestedAccessTokenVersion: 1 } });
    expect(await found()).to.deep.equal(["P14 warning products.gold"]);
    await patch(gold.objectId, {
      api: { requestedAccessTokenVersion: 2 },
      optionalClaims: { accessToken: [] },
    });
    expect(await found()).to.deep.equal(["P23 warning products.gold"]);
    await patch(gold.objectId, { signInAudience: "AzureADMultipleOrgs" });
    expect(await found()).to.include("P24 warning products.gold");
    await patch(gold.objectId, { identifierUris: [] });
    expect(await found()).to.include("P15 error products.gold");
  });

  it("service principals: P20, P21, P22, P31", async () => {
    const { gold, batch } = await registered();
    const principal = `/servicePrincipals/${gold.servicePrincipalId}`;
    await world.graph("PATCH", principal, { appRoleAssignmentRequired: false });
    expect(await found()).to.deep.equal(["P22 warning products.gold"]);
    await world.graph("PATCH", principal, { accountEnabled: false });
    expect(await found()).to.deep.equal(["P21 warning products.gold", "P22 warning products.gold"]);
    await world.graph("DELETE", `/servicePrincipals/${batch.servicePrincipalId}`);
    expect(await found()).to.include("P31 error clients.batch");
    await world.graph("DELETE", principal);
    expect(await found()).to.include("P20 error products.gold");
  });

  it("a role that is not assigned, or that the catalog no longer gives: P32, P40", async () => {
    const { gold } = await registered();
    const path = `/servicePrincipals/${gold.servicePrincipalId}/appRoleAssignedTo`;
    const { value } = await world.graph("GET", path);
    await world.graph("DELETE", `${path}/${value[0]!.id}`);
    expect(await found()).to.deep.equal(["P32 warning clients.batch.products.gold"]);
  });

  it("every code has a meaning, a severity and words without a capital and a full stop", () => {
    for (const [code, { severity, title, meaning, fix }] of Object.entries(FINDING_KINDS)) {
      expect(code).to.match(/^[PD]\d\d$/);
      expect(severity).to.be.oneOf(["error", "warning", "info"]);
      for (const text of [title, meaning, ...(fix === "" ? [] : [fix])]) {
        expect(text, code).to.match(/^\S.*[^.\s]$/s);
        expect(text.length, code).to.be.below(260);
      }
    }
  });
});
