import { expect } from "chai";
import { destroyCatalog, planCatalog, type ProvisionCatalog } from "@product-auth/graph";
import { shapeOf, writesOf } from "../support/recorded-fetch.js";
import { market, shop } from "../support/catalogs.js";
import { startWorld, type World } from "../support/world.js";

const withAudience = (audience: string, more: object = {}): ProvisionCatalog => ({
  ...shop,
  products: { gold: { displayName: "Gold", audience, ...more } },
});

const codes = ({ findings }: { findings: readonly { code: string; at: string }[] }) =>
  findings.filter(({ code }) => code !== "P34").map(({ code, at }) => `${code} ${at}`);

describe("whose application is it", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());
  beforeEach(() => world.reset());

  const foreign = async (body: object = {}) => {
    const app = await world.graph("POST", "/applications", {
      displayName: "APIMProductApplicationGold",
      signInAudience: "AzureADMultipleOrgs",
      tags: ["theirs"],
      ...body,
    });
    return app;
  };

  it("P12: a namesake stops everything; --new makes another, --adopt completes it", async () => {
    const { id, appId } = await foreign();
    const refused = await world.apply(shop);
    expect(codes(refused)).to.deep.equal(["P12 products.gold"]);
    expect([refused.exit, writesOf(refused.recorded.calls)]).to.deep.equal([1, []]);
    expect(refused.findings[0]?.message).to.include(appId);

    const adopted = await world.apply(shop, { adopt: { "products.gold": true } });
    expect(codes(adopted)).to.deep.equal(["P24 products.gold"]);
    expect(adopted.products["gold"]?.objectId).to.equal(id);
    expect(adopted.changes.map(({ action, at, done }) => `${action} ${at} ${done}`)).to.deep.equal([
      "adopt products.gold true",
      "create products.gold.servicePrincipal true",
      "create clients.batch true",
      "create clients.batch.products.gold true",
    ]);
    const app = await world.graph("GET", `/applications/${id}`);
    expect(app).to.deep.include({
      displayName: "APIMProductApplicationGold",
      signInAudience: "AzureADMultipleOrgs",
      uniqueName: null,
      identifierUris: [`api://${appId}`],
      tags: [
        "theirs",
        "productAuth",
        "productAuth:instance=shop-test",
        "productAuth:product=gold",
        "productAuth:adopted",
      ],
    });
    expect(writesOf((await world.apply(shop)).recorded.calls)).to.deep.equal([]);

    const destroyed = await destroyCatalog(shop, world.options());
    expect(destroyed.changes.map(({ action, at }) => `${action} ${at}`)).to.deep.equal([
      "delete clients.batch",
      "unlink products.gold",
    ]);
    expect((await world.graph("GET", `/applications/${id}`)).tags).to.deep.equal(["theirs"]);
  });

  it("--new makes another application beside a namesake, which stays as it is", async () => {
    const { id } = await foreign();
    const before = await world.graph("GET", `/applications/${id}`);
    const report = await world.apply(shop, { separate: ["products.gold"] });
    expect([report.exit, report.products["gold"]?.objectId !== id]).to.deep.equal([0, true]);
    expect(await world.graph("GET", `/applications/${id}`)).to.deep.equal(before);
  });

  it("a namesake of another instance is nothing", async () => {
    await world.apply({ ...shop, provision: { ...shop.provision, instance: "other" } });
    const report = await world.apply(shop);
    expect([report.exit, codes(report)]).to.deep.equal([0, []]);
  });

  it("P12: the catalog names one of other origin; --adopt takes it over without its id", async () => {
    const { appId } = await foreign({ displayName: "Legacy API" });
    const catalog = withAudience(`api://${appId}`);
    expect(codes(await world.apply(catalog))).to.deep.equal(["P12 products.gold"]);
    const report = await world.apply(catalog, { adopt: { "products.gold": true } });
    expect([report.exit, report.products["gold"]?.applicationId]).to.deep.equal([0, appId]);
    expect((await world.graph("GET", `/applications(appId='${appId}')`)).displayName).to.equal("Legacy API");
  });

  it("P12: an application of another instance that the catalog names", async () => {
    const other = await world.apply({ ...shop, provision: { instance: "other" } });
    const report = await world.apply(withAudience(`api://${other.products["gold"]?.applicationId}`));
    expect(report.findings[0]).to.include({ code: "P12", severity: "error" });
    expect(report.findings[0]?.message).to.include("belongs to the instance other");
  });

  it("an audience without GUID is looked up by address", async () => {
    const uri = `api://${world.entra.tenantId}/gold`;
    const { appId } = await foreign({ displayName: "Legacy API", identifierUris: [uri] });
    const catalog = withAudience(uri);
    expect(codes(await world.apply(catalog))).to.deep.equal(["P12 products.gold"]);
    const report = await world.apply(catalog, { adopt: { "products.gold": true } });
    expect(report.products["gold"]).to.include({ applicationId: appId, audience: uri });
    expect(report.catalog.changed).to.equal(true); // the client's id
    expect((await world.graph("GET", `/applications(appId='${appId}')`)).identifierUris).to.deep.equal([
      uri,
      `api://${appId}`,
    ]);
  });

  it("P11: named, and neither in the tenant nor in the bin", async () => {
    const report = await world.apply(withAudience("api://0a0a0a0a-1111-4222-8333-444444444444"));
    expect(codes(report)).to.deep.equal(["P11 products.gold"]);
    expect(writesOf(report.recorded.calls)).to.deep.equal([]);
  });

  it("P15: the audience is not that of the product's application", async () => {
    await world.apply(shop);
    const report = await world.apply(withAudience("api://0a0a0a0a-1111-4222-8333-444444444444"));
    expect(codes(report)).to.deep.equal(["P15 products.gold"]);
  });

  it("a renamed key with its audience keeps the application; P18 tells that the role changes", async () => {
    const first = await world.apply(shop);
    const { gold } = first.products;
    const renamed: ProvisionCatalog = {
      products: { best: { displayName: "Best", audience: gold!.audience! } },
      provision: {
        instance: "shop-test",
        clients: { batch: { ...shop.provision!.clients!["batch"]!, products: ["best"] } },
      },
    };
    const report = await world.apply(renamed);
    expect([report.exit, report.products["best"]?.objectId]).to.deep.equal([0, gold?.objectId]);
    expect(writesOf(report.recorded.calls).map(shapeOf)).to.include("PATCH /applications/{id}");
    const app = await world.graph("GET", `/applications/${gold?.objectId}`);
    expect(app.tags).to.include("productAuth:product=best").and.not.include("productAuth:product=gold");
    expect(writesOf((await world.apply(renamed)).recorded.calls)).to.deep.equal([]);
  });

  it("P18 and 2a: a new display name changes the role's value, disabled first; assignments hold", async () => {
    const first = await world.apply(shop);
    const changed: ProvisionCatalog = { ...shop, products: { gold: { displayName: "Golden" } } };
    const report = await world.apply(changed);
    expect(codes(report)).to.deep.equal(["P18 products.gold"]);
    const patches = writesOf(report.recorded.calls).map(({ body }) => body);
    const [disabled, enabled] = patches.map(
      (body) => (body?.["appRoles"] as { isEnabled: boolean; value: string }[] | undefined)?.[0],
    );
    expect(disabled).to.include({ isEnabled: false, value: "Product.Gold.All" });
    expect(enabled).to.include({ isEnabled: true, value: "Product.Golden.All" });
    expect(Object.keys(patches[0] ?? {})).to.deep.equal(["appRoles"]);
    expect(report.changes).to.have.length(1);
    expect(report.changes[0]?.fields.map(({ name, from, to }) => [name, from, to])).to.deep.include([
      "appRoles",
      "Product.Gold.All",
      "Product.Golden.All",
    ]);
    expect(report.products["gold"]?.roleId).to.equal(first.products["gold"]?.roleId);
    expect((await world.state()).assignments).to.have.length(1);
    const kept = await world.apply({
      ...shop,
      products: { gold: { displayName: "Golden", role: "Product.Golden.All" } },
    });
    expect(writesOf(kept.recorded.calls)).to.deep.equal([]);
  });

  it("a role with our value and another id is used as it is; disabled it is P16", async () => {
    const role = {
      ...{
        id: "0d6b0f35-3a5e-4c1c-9d6e-6a4c4f5c0a01",
        value: "Product.Gold.All",
        displayName: "x",
        description: "x",
      },
      ...{ allowedMemberTypes: ["Application"], isEnabled: true },
    };
    const { id, appId } = await foreign({ appRoles: [role] });
    const adopt = { adopt: { "products.gold": appId } };
    const report = await world.apply(shop, adopt);
    expect(report.products["gold"]?.roleId).to.equal(role.id);
    expect((await world.graph("GET", `/applications/${id}`)).appRoles).to.have.length(1);
    expect((await world.state()).assignments[0]?.appRoleId).to.equal(role.id);
    await world.graph("PATCH", `/applications/${id}`, { appRoles: [{ ...role, isEnabled: false }] });
    const again = await world.apply(shop);
    expect(codes(again)).to.deep.equal(["P24 products.gold", "P16 products.gold"]);
    expect(writesOf(again.recorded.calls)).to.deep.equal([]);
  });

  it("P13: --adopt names the application of another entry of the catalog; nothing is written", async () => {
    const made = await world.apply(market);
    const before = await world.state();
    const [gold, web] = [made.products["gold"]!.applicationId!, made.clients["web"]!.applicationId!];
    const more = { products: ["gold"] };
    const grown = {
      ...market,
      provision: { ...market.provision, clients: { ...market.provision?.clients, more } },
    };
    for (const [id, holder] of [
      [gold, "products.gold"],
      [web, "clients.web"],
    ] as const) {
      const report = await world.apply(grown, { adopt: { "clients.more": id } });
      expect(codes(report)).to.deep.equal(["P13 clients.more"]);
      expect(report.findings.find(({ code }) => code === "P13")?.message).to.equal(
        `the application ${id} belongs to ${holder}`,
      );
    }
    expect(await world.state()).to.deep.equal(before);
  });

  it("P40: leftovers are no drift; --prune deletes them, clients first, and unmarks adopted ones", async () => {
    await world.apply(market);
    const less: ProvisionCatalog = { products: { silver: {} }, provision: { instance: "shop-test" } };
    const report = await world.apply(less);
    expect(codes(report).sort()).to.deep.equal([
      "P40 clients.batch",
      "P40 clients.web",
      "P40 products.gold",
      "P41 products.silver", // held by the two clients
    ]);
    expect(report.changes).to.deep.equal([]);
    const pruned = await world.apply(less, { prune: true });
    expect(
      pruned.changes
        .map(({ action, at, done }) => `${action} ${at} ${done}`)
        .slice(0, 2)
        .sort(),
    ).to.deep.equal(["delete clients.batch true", "delete clients.web true"]);
    expect(pruned.changes.at(-1)).to.include({ action: "delete", at: "products.gold" });
    expect(codes(pruned)).to.deep.equal(["P41 products.silver"]); // what the plan saw
    expect(codes(await world.apply(less))).to.deep.equal([]);
  });

  it("a product taken from a client: only its own assignment goes, and foreign required access stays", async () => {
    const { products, clients } = await world.apply(market);
    const other = await world.graph("POST", "/applications", { displayName: "Other" });
    const principal = await world.graph("POST", "/servicePrincipals", { appId: other.appId });
    const { gold } = products;
    const wish = { principalId: principal.id, resourceId: gold?.servicePrincipalId, appRoleId: gold?.roleId };
    await world.graph("POST", `/servicePrincipals/${gold?.servicePrincipalId}/appRoleAssignedTo`, wish);
    const { batch } = clients;
    const app = await world.graph("GET", `/applications/${batch?.objectId}`);
    const theirs = {
      resourceAppId: "00000003-0000-0000-c000-000000000000",
      resourceAccess: [{ id: "18a4783c-866b-4cc7-a460-3d5e5662c884", type: "Role" }],
    };
    await world.graph("PATCH", `/applications/${batch?.objectId}`, {
      requiredResourceAccess: [theirs, ...app.requiredResourceAccess],
    });
    const less: ProvisionCatalog = {
      ...market,
      provision: {
        ...market.provision,
        clients: { ...market.provision!.clients, batch: { products: ["silver"] } },
      },
    };
    const report = await world.apply(less);
    expect(report.changes.map(({ action, at, done }) => `${action} ${at} ${done}`)).to.deep.equal([
      "update clients.batch true",
      "unlink clients.batch.products.gold true",
    ]);
    expect(codes(report)).to.deep.equal(["P41 products.gold"]);
    const state = await world.state();
    expect(
      state.assignments.map((one) => [one.principalDisplayName, one.resourceDisplayName]),
    ).to.deep.include.members([
      ["Other", "APIMProductApplicationGold"],
      ["APIMApplicationbatch", "APIMProductApplicationSilver"],
    ]);
    expect(state.assignments).to.have.length(3);
    const after = await world.graph("GET", `/applications/${batch?.objectId}`);
    expect(after.requiredResourceAccess[0]).to.deep.equal(theirs);
    expect(after.requiredResourceAccess).to.have.length(2);
  });

  it("destroy, then apply: everything comes back from the bin with its ids; with purge it does not", async () => {
    const first = await world.apply(market);
    const destroyed = await destroyCatalog(market, world.options());
    expect(destroyed.exit).to.equal(0);
    expect(
      destroyed.changes
        .map(({ at, done }) => `${at} ${done}`)
        .slice(2)
        .sort(),
    ).to.deep.equal(["products.gold true", "products.silver true"]);
    const restored = await world.apply(market);
    expect(
      restored.changes.map(({ action }) => action).filter((action) => action === "restore"),
    ).to.have.length(4);
    expect(restored.exit).to.equal(0);
    expect(restored.products).to.deep.equal(first.products);
    expect((await world.state()).assignments).to.have.length(3);
    await destroyCatalog(market, world.options());
    const purged = await destroyCatalog(market, world.options({ purge: true } as object));
    expect(purged.changes.every(({ action, done }) => action === "delete" && done)).to.equal(true);
    expect((await world.state()).deleted).to.deep.equal([]);
    const plan = await planCatalog(market, world.options());
    expect(plan.report.changes.filter(({ action }) => action === "create")).to.have.length(7);
  });

  it("P13: a deleted application of other origin holds the name; P13 names it", async () => {
    const { products } = await world.apply(shop);
    const { objectId, applicationId } = products["gold"]!;
    await world.graph("PATCH", `/applications/${objectId}`, { tags: [] });
    await world.graph("DELETE", `/applications/${objectId}`);
    const report = await world.apply(shop);
    expect(codes(report)).to.deep.equal(["P13 products.gold"]);
    expect(report.findings[0]?.message).to.include(applicationId);
  });

  it("P21: a disabled service principal stays disabled", async () => {
    const { products } = await world.apply(shop);
    const id = products["gold"]!.servicePrincipalId;
    await world.graph("PATCH", `/servicePrincipals/${id}`, { accountEnabled: false });
    const report = await world.apply(shop);
    expect(codes(report)).to.deep.equal(["P21 products.gold"]);
    expect(writesOf(report.recorded.calls)).to.deep.equal([]);
  });
});
