import { expect } from "chai";
import { writesOf } from "../support/recorded-fetch.js";
import { shop } from "../support/catalogs.js";
import { startWorld, type World } from "../support/world.js";

/** Changes of other people to the application of a product, and the bodies that bring it back. */
const cases: readonly (readonly [what: string, change: object, fields: readonly string[]])[] = [
  ["another name", { displayName: "Renamed" }, ["displayName"]],
  ["other tenants", { signInAudience: "AzureADMultipleOrgs" }, ["signInAudience"]],
  [
    "v1 tokens",
    { api: { requestedAccessTokenVersion: null, acceptMappedClaims: true } },
    ["requestedAccessTokenVersion"],
  ],
  ["no optional claims", { optionalClaims: null }, ["optionalClaims"]],
  [
    "other optional claims",
    { optionalClaims: { accessToken: [{ name: "email" }], idToken: [{ name: "upn" }] } },
    ["optionalClaims"],
  ],
  ["no address", { identifierUris: [] }, ["identifierUris"]],
  [
    "no owner tag",
    { tags: ["productAuth", "productAuth:instance=shop-test", "productAuth:product=gold", "theirs"] },
    [],
  ],
];

describe("drift of a product's application", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  for (const [what, change, fields] of cases)
    it(`${what}: ${fields.join(", ") || "nothing"} is sent, and nothing else`, async () => {
      const { products } = await world.apply(shop);
      const path = `/applications/${products["gold"]!.objectId}`;
      await world.graph("PATCH", path, change);
      const before = await world.graph("GET", path);
      const report = await world.apply(shop);
      expect(report.changes.flatMap((one) => one.fields.map(({ name }) => name))).to.deep.equal(fields);
      expect(writesOf(report.recorded.calls)).to.have.length(fields.length);
      const after = await world.graph("GET", path);
      const touched = Object.keys(writesOf(report.recorded.calls)[0]?.body ?? {});
      for (const name of Object.keys(before).filter((one) => !touched.includes(one)))
        expect(after[name], name).to.deep.equal(before[name]);
      if (what === "v1 tokens")
        expect(after.api).to.include({ acceptMappedClaims: true, requestedAccessTokenVersion: 2 });
      if (what === "other optional claims") {
        expect(after.optionalClaims.accessToken.map(({ name }: { name: string }) => name)).to.deep.equal([
          "email",
          "idtyp",
        ]);
        expect(after.optionalClaims.idToken).to.have.length(1);
      }
      expect(writesOf((await world.apply(shop)).recorded.calls)).to.deep.equal([]);
    });

  it("assignment no longer required: one change of the service principal", async () => {
    const { products } = await world.apply(shop);
    await world.graph("PATCH", `/servicePrincipals/${products["gold"]!.servicePrincipalId}`, {
      appRoleAssignmentRequired: false,
    });
    const report = await world.apply(shop);
    expect(report.changes).to.deep.equal([
      {
        ...{ action: "update", at: "products.gold.servicePrincipal", done: true },
        fields: [{ name: "appRoleAssignmentRequired", from: false, to: true }],
      },
    ]);
    expect(writesOf(report.recorded.calls).map(({ body }) => body)).to.deep.equal([
      { appRoleAssignmentRequired: true },
    ]);
  });

  it("a deleted service principal comes back with the assignments of others", async () => {
    const { products } = await world.apply(shop);
    const { gold } = products;
    const other = await world.graph("POST", "/applications", { displayName: "Other" });
    const principal = await world.graph("POST", "/servicePrincipals", { appId: other.appId });
    const wish = { principalId: principal.id, resourceId: gold?.servicePrincipalId, appRoleId: gold?.roleId };
    await world.graph("POST", `/servicePrincipals/${gold?.servicePrincipalId}/appRoleAssignedTo`, wish);
    await world.graph("DELETE", `/servicePrincipals/${gold?.servicePrincipalId}`);
    const report = await world.apply(shop);
    expect([report.exit, report.products["gold"]]).to.deep.equal([0, gold]);
    expect((await world.state()).assignments).to.have.length(2);
  });

  it("an owner that changes is written into the client's tags", async () => {
    await world.apply(shop);
    const { batch } = shop.provision!.clients!;
    const report = await world.apply({
      ...shop,
      provision: { instance: "shop-test", clients: { batch: { ...batch!, ownerId: "yve" } } },
    });
    expect(writesOf(report.recorded.calls).map(({ body }) => body?.["tags"])).to.deep.equal([
      ["productAuth", "productAuth:instance=shop-test", "productAuth:client=batch", "productAuth:owner=yve"],
    ]);
  });
});
