import { expect } from "chai";
import { shapeOf, writesOf } from "../support/recorded-fetch.js";
import { market, shop } from "../support/catalogs.js";
import { startWorld, type World } from "../support/world.js";

describe("applyPlan", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it("makes what the catalog asks for, in this order", async () => {
    const { recorded, ...report } = await world.apply(shop);
    expect(report.findings.map(({ code }) => code)).to.deep.equal(["P34"]);
    expect(report.exit).to.equal(0);
    expect(recorded.calls.map(shapeOf)).to.deep.equal([
      "GET /applications",
      "GET /applications(uniqueName='{name}')",
      "GET /applications",
      "GET /applications(uniqueName='{name}')",
      "GET /directory/deletedItems/microsoft.graph.application",
      "PATCH /applications(uniqueName='{name}')",
      "PATCH /applications/{id}",
      "PATCH /servicePrincipals(appId='{id}')",
      "PATCH /applications(uniqueName='{name}')",
      "PATCH /servicePrincipals(appId='{id}')",
      "POST /servicePrincipals/{id}/appRoleAssignedTo",
    ]);
    expect(report.changes).to.deep.equal([
      { action: "create", at: "products.gold", done: true, fields: [] },
      { action: "create", at: "clients.batch", done: true, fields: [] },
      { action: "create", at: "clients.batch.products.gold", done: true, fields: [] },
    ]);
    const again = await world.apply(shop);
    expect(writesOf(again.recorded.calls)).to.deep.equal([]);
    expect(again.changes).to.deep.equal([]);
    expect(again.products).to.deep.equal(report.products);
  });

  it("the ids and names follow the rules that other programs rely on", async () => {
    const report = await world.apply(shop);
    const { gold } = report.products;
    expect(gold).to.include({ role: "Product.Gold.All", roleId: "016c2dd2-dfe8-559c-bb02-42536ad8414b" });
    expect(gold?.audience).to.equal(`api://${gold?.applicationId}`);
    const app = await world.graph("GET", `/applications/${gold?.objectId}`);
    expect(app).to.deep.include({
      displayName: "APIMProductApplicationGold",
      uniqueName: "product-auth-efc7f510f54ea5c98ec49c0e7681c3328e8f46e0",
      signInAudience: "AzureADMyOrg",
      identifierUris: [`api://${gold?.applicationId}`],
      tags: ["productAuth", "productAuth:instance=shop-test", "productAuth:product=gold"],
    });
  });

  it("several products and clients; the second run writes nothing", async () => {
    await world.apply(market);
    const again = await world.apply(market);
    expect(writesOf(again.recorded.calls)).to.deep.equal([]);
  });
});
