import { expect } from "chai";
import { roleIdOf, uniqueNameOf } from "./names.js";
import type { Application } from "./objects.js";
import { scenarios } from "./scenarios.js";
import type { Stage } from "./stage.js";
import {
  APPLY,
  appOf,
  applied,
  CATALOG,
  changesOf,
  expectComplete,
  expectExit,
  expectSettled,
  findingsOf,
  furnish,
  spOf,
} from "./world.js";

/** An application as an administrator made it by hand, with members that must survive. */
function handmade(s: Stage, more: Partial<Application> = {}): Application {
  const app = s.tenant.application({
    displayName: "APIMProductApplicationGold",
    notes: "Ask Finance.",
    description: "Gold, by hand",
    tags: ["finance", "z-last"],
    appRoles: [role("7d2e6a46-3c52-4a3b-8c8e-7a1b4f0f9a01", "Other.Read")],
    optionalClaims: {
      idToken: [{ name: "email", source: null, essential: true, additionalProperties: [] }],
      accessToken: [{ name: "aud", source: null, essential: false, additionalProperties: ["use_guid"] }],
      saml2Token: [],
    },
    api: {
      acceptMappedClaims: true,
      knownClientApplications: ["22222222-2222-4222-8222-222222222222"],
      requestedAccessTokenVersion: null,
      oauth2PermissionScopes: [{ id: "33333333-3333-4333-8333-333333333333", value: "access" }],
      preAuthorizedApplications: [],
    },
    identifierUris: ["https://contoso.com/gold"],
    ...more,
  });
  s.tenant.principal({ appId: app.appId, tags: ["HideApp"] });
  return app;
}

function role(id: string, value: string, more: object = {}) {
  return {
    id,
    value,
    displayName: value,
    description: "By hand",
    allowedMemberTypes: ["Application"],
    isEnabled: true,
    ...more,
  };
}

const named = (app: Application) => {
  const catalog = CATALOG();
  catalog.products["gold"]!["audience"] = `api://${app.appId}`;
  return catalog;
};

scenarios("judge: whose is it", {
  "§5 named, not ours: P12, nothing is written at all": async (s) => {
    await s.write(named(handmade(s)));
    const outcome = expectExit(await s.run(APPLY), 1);
    expect(findingsOf(outcome)).to.include("P12 products.gold");
    expect(outcome.judge.writes).to.deep.equal([]);
    expectExit(await s.run([]), 1);
  },
  "§5 unmarked with our displayName: P12": async (s) => {
    handmade(s);
    await s.write(CATALOG());
    const outcome = expectExit(await s.run(APPLY), 1);
    expect(findingsOf(outcome)).to.include("P12 products.gold");
    expect(outcome.judge.writes).to.deep.equal([]);
  },
  "§5 named, of another instance: P12": async (s) => {
    await s.write(
      named(handmade(s, { tags: ["productAuth", "productAuth:instance=other", "productAuth:product=gold"] })),
    );
    expect(findingsOf(expectExit(await s.run(APPLY), 1))).to.include("P12 products.gold");
  },
  "§5 --adopt marks and completes it, and keeps what others wrote": async (s) => {
    furnish(s);
    const app = handmade(s, { displayName: "Gold of 2019", signInAudience: "AzureADMultipleOrgs" });
    await s.write(named(app));
    const outcome = expectExit(await s.run([...APPLY, "--adopt", "products.gold"]), 0);
    expect(changesOf(outcome)).to.include("adopt products.gold");
    expect(findingsOf(outcome)).to.include("P24 products.gold");
    expect(app.uniqueName).to.equal(null);
    expect(app).to.include({
      displayName: "Gold of 2019",
      signInAudience: "AzureADMultipleOrgs",
      notes: "Ask Finance.",
    });
    expect(app.tags).to.include.members([
      "finance",
      "z-last",
      "productAuth",
      "productAuth:instance=shop-test",
      "productAuth:product=gold",
      "productAuth:adopted",
    ]);
    expect(app.appRoles.map(({ value }) => value)).to.have.members(["Other.Read", "Product.Gold.All"]);
    expect(app.identifierUris).to.include.members(["https://contoso.com/gold", `api://${app.appId}`]);
    expect(app.optionalClaims!.accessToken.map(({ name }) => name)).to.have.members(["aud", "idtyp"]);
    expect(spOf(s, app.appId).tags).to.deep.equal(["HideApp"]);
    const again = expectExit(await s.run(APPLY), 0);
    expect(again.judge.writes).to.deep.equal([]);
  },
  "§5 --adopt products.gold=APPID, if the catalog does not name it": async (s) => {
    const app = handmade(s, { displayName: "Quite another name" });
    await s.write(CATALOG());
    expectExit(await s.run([...APPLY, "--adopt", `products.gold=${app.appId}`]), 0);
    expect((await s.catalog()).products["gold"]!["audience"]).to.equal(`api://${app.appId}`);
    expect(
      s.tenant.applications.filter(({ value }) => value.displayName === "APIMProductApplicationGold"),
    ).to.have.length(0);
    await expectSettled(s);
  },
  "§5 --new makes another beside a namesake": async (s) => {
    const app = handmade(s);
    const before = JSON.stringify(app);
    await s.write(CATALOG());
    expectExit(await s.run([...APPLY, "--new", "products.gold"]), 0);
    expect(JSON.stringify(app)).to.equal(before);
    await expectComplete(s);
  },
  "§3 one role with our value and another id is used as it is": async (s) => {
    const id = "7d2e6a46-3c52-4a3b-8c8e-7a1b4f0f9a02";
    const app = handmade(s, { appRoles: [role(id, "Product.Gold.All")] });
    await s.write(named(app));
    const outcome = expectExit(await s.run([...APPLY, "--adopt", "products.gold"]), 0);
    expect(app.appRoles).to.have.length(1);
    expect(outcome.report.products["gold"]!["roleId"]).to.equal(id);
    const client = appOf(s, "clients", "batch");
    expect(client.requiredResourceAccess).to.deep.equal([
      { resourceAppId: app.appId, resourceAccess: [{ id, type: "Role" }] },
    ]);
  },
  "§5 a GUID that is not in tenant or bin: P11": async (s) => {
    const catalog = CATALOG();
    catalog.products["gold"]!["audience"] = "api://44444444-4444-4444-8444-444444444444";
    await s.write(catalog);
    const outcome = expectExit(await s.run(APPLY), 1);
    expect(findingsOf(outcome)).to.include("P11 products.gold");
  },
  "§4 read 2: an audience without GUID is found by identifierUris": async (s) => {
    const app = handmade(s, { displayName: "Other", identifierUris: ["https://contoso.com/gold"] });
    const catalog = CATALOG();
    catalog.products["gold"]!["audience"] = "https://contoso.com/gold";
    await s.write(catalog);
    expect(findingsOf(expectExit(await s.run(APPLY), 1))).to.include("P12 products.gold");
    expectExit(await s.run([...APPLY, "--adopt", "products.gold"]), 0);
    expect(app.tags).to.include("productAuth:adopted");
    expect((await s.catalog()).products["gold"]!["audience"]).to.equal("https://contoso.com/gold");
  },
  "§5 an address without GUID that nothing has: P11": async (s) => {
    const catalog = CATALOG();
    catalog.products["gold"]!["audience"] = "https://contoso.com/none";
    await s.write(catalog);
    expect(findingsOf(expectExit(await s.run(APPLY), 1))).to.include("P11 products.gold");
  },
  "§5 key renamed, audience kept: the application goes along": async (s) => {
    await applied(s);
    const app = appOf(s, "products", "gold");
    const catalog = await s.catalog();
    catalog.products = {
      silver: catalog.products["silver"]!,
      aurum: { ...catalog.products["gold"], displayName: "Aurum" },
    };
    for (const client of Object.values(catalog.provision!.clients!))
      client.products = client.products.map((name) => (name === "gold" ? "aurum" : name));
    await s.write(catalog);
    const outcome = expectExit(await s.run(APPLY), 0);
    expect(findingsOf(outcome)).to.include("P18 products.aurum");
    expect(app.tags).to.include("productAuth:product=aurum").and.not.to.include("productAuth:product=gold");
    expect(app.displayName).to.equal("APIMProductApplicationAurum");
    expect(app.appRoles.filter(({ isEnabled }) => isEnabled).map(({ value }) => value)).to.deep.equal([
      "Product.Aurum.All",
    ]);
    expect(app.appRoles, "assignments keep the id and hold").to.have.length(1);
    expect(app.appRoles[0]!.id).to.equal(roleIdOf("shop-test", "gold"));
    expect(outcome.judge.writes.filter(({ path }) => path.includes("appRoleAssignedTo"))).to.deep.equal([]);
    expect(s.tenant.applications).to.have.length(4);
    await expectSettled(s);
    const later = await s.catalog();
    later.products["aurum"]!["displayName"] = "Aureum";
    await s.write(later);
    expect(findingsOf(expectExit(await s.run(APPLY), 0))).to.include("P18 products.aurum");
    expect(app.appRoles.map(({ id, value }) => `${id} ${value}`)).to.deep.equal([
      `${roleIdOf("shop-test", "gold")} Product.Aureum.All`,
    ]);
    await expectSettled(s);
  },
  "§5 new displayName: role value by 2a, P18; role in the catalog keeps it": async (s) => {
    await applied(s);
    const catalog = await s.catalog();
    catalog.products["gold"]!["displayName"] = "Golden";
    catalog.products["silver"] = {
      ...catalog.products["silver"],
      displayName: "Silvery",
      role: "Product.Silver.All",
    };
    await s.write(catalog);
    const outcome = expectExit(await s.run(APPLY), 0);
    expect(findingsOf(outcome)).to.include("P18 products.gold").and.not.to.include("P18 products.silver");
    await expectComplete(s);
    const roles = outcome.judge.writes.filter(({ body }) => body?.["appRoles"] !== undefined);
    expect(
      roles.map(({ body }) =>
        (body!["appRoles"] as { isEnabled: boolean; value: string }[]).map(
          ({ isEnabled, value }) => `${value} ${isEnabled}`,
        ),
      ),
    ).to.deep.equal([["Product.Gold.All false"], ["Product.Golden.All true"]]);
    await expectSettled(s);
  },
  "§4 2a a role for users is made one for applications": async (s) => {
    await applied(s);
    appOf(s, "products", "gold").appRoles[0]!.allowedMemberTypes = ["User", "Application"];
    expectExit(await s.run(APPLY), 0);
    expect(appOf(s, "products", "gold").appRoles[0]!.allowedMemberTypes).to.deep.equal(["Application"]);
  },
  "§4 2a a disabled role with another value needs one call": async (s) => {
    await applied(s);
    Object.assign(appOf(s, "products", "gold").appRoles[0]!, { isEnabled: false, value: "Product.Old.All" });
    const { judge } = expectExit(await s.run(APPLY), 0);
    expect(judge.writes).to.have.length(1);
    await expectComplete(s);
  },
  "§3 drift is put right, member by member": async (s) => {
    await applied(s);
    const app = appOf(s, "products", "gold");
    app.signInAudience = "AzureADMultipleOrgs";
    app.optionalClaims = {
      idToken: [{ name: "email", source: null, essential: false, additionalProperties: [] }],
      accessToken: [],
      saml2Token: [],
    };
    app.identifierUris = ["https://contoso.com/also"];
    app.tags.push("finance");
    app.displayName = "Renamed in the portal";
    spOf(s, app.appId).appRoleAssignmentRequired = false;
    const outcome = expectExit(await s.run(APPLY), 0);
    const update = outcome.report.changes.find(({ at }) => at === "products.gold");
    expect(update!.action).to.equal("update");
    expect(changesOf(outcome)).to.include("update products.gold.servicePrincipal");
    await expectComplete(s);
    expect(app.tags).to.include("finance");
    expect(app.identifierUris).to.include("https://contoso.com/also");
  },
  "§3 a service principal that is missing; one that is disabled stays so: P21": async (s) => {
    await applied(s);
    const gold = spOf(s, appOf(s, "products", "gold").appId);
    s.tenant.purge(spOf(s, appOf(s, "products", "silver").appId).id);
    gold.accountEnabled = false;
    const outcome = expectExit(await s.run(APPLY), 0);
    expect(changesOf(outcome)).to.include("create products.silver.servicePrincipal");
    expect(findingsOf(outcome)).to.include("P21 products.gold");
    expect(gold.accountEnabled).to.equal(false);
    await expectComplete(s);
  },
  "§3 a client's other assignments on these products are removed, other principals' never": async (s) => {
    furnish(s);
    await applied(s);
    const gold = appOf(s, "products", "gold");
    gold.appRoles.push(role("7d2e6a46-3c52-4a3b-8c8e-7a1b4f0f9a03", "Other.Read"));
    const resource = spOf(s, gold.appId).id;
    const batch = spOf(s, appOf(s, "clients", "batch").appId).id;
    s.tenant.assign(batch, resource, "7d2e6a46-3c52-4a3b-8c8e-7a1b4f0f9a03");
    const strange = s.tenant.application({ displayName: "Strange" }, true);
    const stranger = s.tenant.principal({ appId: strange.appId }, true);
    for (let n = 0; n < 3; n += 1)
      s.tenant.assign(crypto.randomUUID(), resource, roleIdOf("shop-test", "gold"), true);
    s.tenant.assign(stranger.id, resource, roleIdOf("shop-test", "gold"), true);
    const outcome = expectExit(await s.run(APPLY), 0);
    expect(findingsOf(outcome)).to.include("P41 products.gold");
    await expectComplete(s);
    await expectSettled(s);
  },
  "§3 a client's foreign requiredResourceAccess is kept": async (s) => {
    await applied(s);
    const batch = appOf(s, "clients", "batch");
    batch.requiredResourceAccess.unshift({
      resourceAppId: "00000003-0000-0000-c000-000000000000",
      resourceAccess: [{ id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d", type: "Scope" }],
    });
    const catalog = await s.catalog();
    catalog.provision!.clients!["batch"]!.products = ["silver", "gold"];
    await s.write(catalog);
    expectExit(await s.run(APPLY), 0);
    expect(batch.requiredResourceAccess).to.have.length(3);
    await expectComplete(s);
  },
  "§4 6 a product taken from a client": async (s) => {
    await applied(s);
    const catalog = await s.catalog();
    catalog.provision!.clients!["report"]!.products = ["gold"];
    await s.write(catalog);
    const outcome = expectExit(await s.run(APPLY), 0);
    expect(changesOf(outcome)).to.include("unlink clients.report.products.silver");
    await expectComplete(s);
    expect(appOf(s, "clients", "report").requiredResourceAccess).to.have.length(1);
    await expectSettled(s);
  },
  "§5 no longer in the catalog: P40, no drift; --prune deletes": async (s) => {
    furnish(s);
    await applied(s);
    const catalog = await s.catalog();
    delete catalog.provision!.clients!["batch"];
    delete catalog.products["silver"];
    catalog.provision!.clients!["report"]!.products = ["gold"];
    await s.write(catalog);
    expectExit(await s.run(APPLY), 0);
    const check = await s.run(["--check"]);
    expect(findingsOf(check)).to.include.members(["P40 clients.batch", "P40 products.silver"]);
    expectExit(check, 0);
    const pruned = expectExit(await s.run([...APPLY, "--prune"]), 0);
    expect(changesOf(pruned)).to.have.members(["delete clients.batch", "delete products.silver"]);
    expect(pruned.judge.writes.map(({ method }) => method)).to.deep.equal(["DELETE", "DELETE"]);
    expect(appOf(s, "clients", "batch").deletedDateTime).not.to.equal(null);
  },
  "§2 --destroy deletes, the file loses the ids; --apply restores": async (s) => {
    furnish(s);
    await applied(s);
    const gold = appOf(s, "products", "gold");
    const destroyed = expectExit(await s.run(["--destroy", "--yes"]), 0);
    expect(changesOf(destroyed)).to.have.members([
      "delete clients.report",
      "delete clients.batch",
      "delete products.silver",
      "delete products.gold",
    ]);
    const first = destroyed.judge.writes.findIndex(({ path }) =>
      [gold.id, appOf(s, "products", "silver").id].some((id) => path.endsWith(id)),
    );
    expect(first).to.equal(2); // clients first
    const catalog = await s.catalog();
    expect(catalog).to.deep.equal(CATALOG());
    const restored = expectExit(await s.run(APPLY), 0);
    expect(changesOf(restored)).to.include.members(["restore products.gold", "restore clients.batch"]);
    expect(appOf(s, "products", "gold").appId).to.equal(gold.appId);
    await expectComplete(s);
    await expectSettled(s);
  },
  "§2 --destroy unmarks the adopted": async (s) => {
    const app = handmade(s);
    await s.write(named(app));
    expectExit(await s.run([...APPLY, "--adopt", "products.gold"]), 0);
    expectExit(await s.run(["--destroy", "--yes"]), 0);
    expect(app.deletedDateTime).to.equal(null);
    expect(app.tags).to.deep.equal(["finance", "z-last"]);
    expect(
      (await s.catalog()).products["gold"]!["audience"],
      "§1 existing values stay: only deleted ids go",
    ).to.equal(`api://${app.appId}`);
  },
  "§2 --destroy --purge: from the bin too": async (s) => {
    furnish(s);
    await applied(s);
    expectExit(await s.run(["--destroy", "--purge", "--yes"]), 0);
    expect(s.tenant.applications.filter(({ foreign }) => !foreign)).to.have.length(0);
    expectExit(await s.run(APPLY), 0);
    await expectComplete(s);
  },
  "§2 --destroy, then --destroy --purge": async (s) => {
    furnish(s);
    await applied(s);
    expectExit(await s.run(["--destroy", "--yes"]), 0);
    expectExit(await s.run(["--destroy", "--purge", "--yes"]), 0);
    expect(s.tenant.applications.filter(({ foreign }) => !foreign)).to.have.length(0);
  },
  "§2 --destroy without --yes: 2": async (s) => {
    await s.write(CATALOG());
    expectExit(await s.run(["--destroy"]), 2);
  },
  "§4 in the bin and not ours: P13": async (s) => {
    const app = handmade(s, { uniqueName: uniqueNameOf("shop-test", "products", "gold"), tags: [] });
    s.tenant.delete(app);
    await s.write(CATALOG());
    const outcome = expectExit(await s.run(APPLY), 1);
    expect(findingsOf(outcome)).to.include("P13 products.gold");
    expect(app.deletedDateTime).not.to.equal(null);
  },
  "§8 P24: other tenants sign in to an adopted application": async (s) => {
    const app = handmade(s, { signInAudience: "AzureADMultipleOrgs" });
    await s.write(named(app));
    const plan = await s.run(["--adopt", "products.gold"]);
    expect(findingsOf(plan)).to.include("P24 products.gold");
  },
  "§8 P16: the role with our value is disabled": async (s) => {
    const id = "7d2e6a46-3c52-4a3b-8c8e-7a1b4f0f9a04";
    const app = handmade(s, { appRoles: [role(id, "Product.Gold.All", { isEnabled: false })] });
    await s.write(named(app));
    const { code, report } = await s.run(["--adopt", "products.gold"]);
    const mends = report.changes.some(
      ({ at, fields }) => at === "products.gold" && fields.some(({ name }) => name === "appRoles"),
    );
    expect(code).to.equal(0);
    expect(mends || report.findings.some((one) => one.code === "P16")).to.equal(true);
  },
  "§8 P15: the audience names another application than the one that is ours": async (s) => {
    await applied(s);
    const other = handmade(s, { displayName: "Other", identifierUris: [] });
    const catalog = await s.catalog();
    catalog.products["gold"]!["audience"] = `api://${other.appId}`;
    await s.write(catalog);
    const outcome = expectExit(await s.run(APPLY), 1);
    expect(outcome.judge.writes).to.deep.equal([]);
    expect(findingsOf(outcome).filter((text) => /^P1[25] products.gold/.test(text))).to.have.length(1);
  },
  "§5 two products of one application: two roles": async (s) => {
    const app = handmade(s, { displayName: "Both" });
    const catalog = named(app);
    catalog.products["silver"]!["audience"] = `api://${app.appId}`;
    await s.write(catalog);
    expectExit(await s.run([...APPLY, "--adopt", "products.gold", "--adopt", "products.silver"]), 0);
    expect(app.appRoles.map(({ value }) => value)).to.include.members([
      "Product.Gold.All",
      "Product.Silver.All",
    ]);
    const again = expectExit(await s.run(APPLY), 0);
    expect(again.judge.writes).to.deep.equal([]);
  },
  "§2 --check: 3 for the file alone": async (s) => {
    await applied(s);
    const catalog = await s.catalog();
    delete catalog.products["gold"]!["audience"];
    await s.write(catalog);
    const outcome = expectExit(await s.run(["--check"]), 3);
    expect(outcome.report.changes).to.deep.equal([]);
    expect(outcome.report.catalog.changed).to.equal(true);
  },
  "§2 --check: 1 for an error": async (s) => {
    handmade(s);
    await s.write(CATALOG());
    expectExit(await s.run(["--check"]), 1);
  },
  "§1 a client's applicationId that is not in the tenant: P11": async (s) => {
    const catalog = CATALOG();
    catalog.provision!.clients!["batch"]!.applicationId = "55555555-5555-4555-8555-555555555555";
    await s.write(catalog);
    expect(findingsOf(expectExit(await s.run(APPLY), 1))).to.include("P11 clients.batch");
  },
  "§3 a client that changes its owner and its name": async (s) => {
    await applied(s);
    const catalog = await s.catalog();
    Object.assign(catalog.provision!.clients!["batch"]!, { ownerId: "yan", displayName: "Batch 2" });
    await s.write(catalog);
    expectExit(await s.run(APPLY), 0);
    await expectComplete(s);
    expect(appOf(s, "clients", "batch").tags.filter((tag) => tag.includes("owner"))).to.deep.equal([
      "productAuth:owner=yan",
    ]);
    await expectSettled(s);
  },
});
