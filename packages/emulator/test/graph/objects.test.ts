import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { type CallGraph, graphOf, provision, roleId } from "./call-graph.js";

const prefer = { Prefer: "create-if-missing" };

describe("Graph: applications and what belongs to them", () => {
  let entra: Entra;
  let call: CallGraph;
  beforeEach(async () => {
    entra = await startEntra({ clients: { admin: { graphRoles: ["Application Administrator"] } } });
    call = await graphOf(entra, "admin");
  });
  afterEach(() => entra.close());

  it("an upsert creates with 201, then updates with 204 and no body", async () => {
    const path = "/applications(uniqueName='it''s')";
    const created = await call("PATCH", path, { displayName: "One", tags: ["a", "b"] }, prefer);
    expect(created.status).to.equal(201);
    expect(created.body).to.deep.include({ displayName: "One", uniqueName: "it's", tags: ["a", "b"] });
    expect(created.body).to.deep.include({ passwordCredentials: [], signInAudience: "AzureADMyOrg" });
    expect(created.headers.get("content-type")).to.include("application/json");
    const updated = await call("PATCH", path, { tags: ["c"] }, prefer);
    expect([updated.status, updated.body]).to.deep.equal([204, {}]);
    const read = await call("GET", path);
    expect(read.body).to.deep.include({ id: created.body.id, displayName: "One", tags: ["c"] });
    expect(
      (await call("GET", `/applications(appId='${created.body.appId.toUpperCase()}')`)).body.id,
    ).to.equal(read.body.id);
    expect((await call("GET", `/applications('${read.body.id}')`)).body.id).to.equal(read.body.id);
  });

  it("an upsert of a service principal creates with 201, then updates with 204", async () => {
    const { body } = await call("POST", "/applications", { displayName: "One" });
    const path = `/servicePrincipals(appId='${body.appId}')`;
    expect((await call("PATCH", path, { appId: body.appId })).status).to.equal(404);
    const created = await call("PATCH", path, { appId: body.appId, tags: ["x"] }, prefer);
    expect([created.status, created.body["appRoleAssignmentRequired"]]).to.deep.equal([201, false]);
    const updated = await call("PATCH", path, { appId: body.appId, appRoleAssignmentRequired: true }, prefer);
    expect([updated.status, updated.body]).to.deep.equal([204, {}]);
    expect((await call("GET", path)).body).to.deep.include({ appRoleAssignmentRequired: true, tags: ["x"] });
  });

  it("addPassword shows the secret once, with the dates of the request or two years", async () => {
    const { body } = await call("POST", "/applications", { displayName: "One" });
    const wanted = {
      displayName: "one",
      startDateTime: "2026-01-01T00:00:00Z",
      endDateTime: "2099-01-31T00:00:00.5Z",
    };
    const added = await call("POST", `/applications/${body.id}/addPassword`, { passwordCredential: wanted });
    expect(added.status).to.equal(200);
    const { "@odata.context": context, keyId, secretText, ...rest } = added.body;
    expect(context).to.equal(`${entra.graphUrl}/$metadata#microsoft.graph.passwordCredential`);
    expect(secretText)
      .to.match(/^[\w~-]{40}$/)
      .and.include("8Q~");
    expect(rest).to.deep.equal({
      ...{ customKeyIdentifier: null, displayName: "one", hint: secretText!.slice(0, 3) },
      ...{ endDateTime: "2099-01-31T00:00:00.500Z", startDateTime: "2026-01-01T00:00:00Z" },
    });
    const usual = await call("POST", `/applications/${body.id}/addPassword`, {});
    const [start, end] = [usual.body["startDateTime"], usual.body["endDateTime"]].map(
      (text) => new Date(text as string),
    );
    expect(end!.getUTCFullYear() - start!.getUTCFullYear()).to.equal(2);
    const { body: read } = await call("GET", `/applications/${body.id}`);
    expect(read.passwordCredentials.map((one) => one.keyId)).to.deep.equal([keyId, usual.body.keyId]);
    expect(JSON.stringify(read)).to.not.include(secretText!);
  });

  it("lists page by page, in the order of creation, with links to the host that the client uses", async () => {
    for (const index of [0, 1, 2, 3, 4])
      await call("POST", "/applications", { displayName: `P${index}`, tags: ["ours"] });
    const { port } = new URL(entra.origin);
    const filter = encodeURIComponent("tags/any(t:t eq 'ours')");
    let next: string | undefined =
      `http://localhost:${port}/v1.0/applications?$filter=${filter}&$select=displayName&$top=2`;
    const pages: unknown[][] = [];
    while (next !== undefined) {
      const { body } = await call("GET", next);
      pages.push(body.value.map((one) => one["displayName"]));
      expect(Object.keys(body.value[0]!)).to.deep.equal(["displayName"]);
      expect(body["@odata.context"]).to.equal(
        `http://localhost:${port}/v1.0/$metadata#applications(displayName)`,
      );
      next = body["@odata.nextLink"] as string | undefined;
      if (next !== undefined)
        expect(next.startsWith(`http://localhost:${port}/v1.0/applications?`)).to.equal(true);
    }
    expect(pages).to.deep.equal([["P0", "P1"], ["P2", "P3"], ["P4"]]);
  });

  it("filters by each property of the page", async () => {
    const { product } = await provision(call);
    const ids = async (filter: string, of = "applications") =>
      (await call("GET", `/${of}?$filter=${encodeURIComponent(filter)}`)).body.value.map(({ id }) => id);
    for (const filter of [
      `appId eq '${product.appId}'`,
      "displayName eq 'apimproductapplicationgold'",
      "uniqueName eq 'product-auth-gold'",
      "tags/any(t:t eq 'productAuth')",
      `identifierUris/any(u:u eq 'api://${product.appId}')`,
    ])
      expect(await ids(filter), filter).to.deep.equal([product.id]);
    expect(await ids("displayName eq 'it''s'")).to.deep.equal([]);
    expect(await ids("displayName eq 'APIMProductApplicationGold'", "servicePrincipals")).to.deep.equal([
      product.sp,
    ]);
    expect(await ids("displayName eq 'Microsoft Graph'")).to.deep.equal([]);
    expect(await ids("displayName eq 'Microsoft Graph'", "servicePrincipals")).to.have.length(1);
  });

  it("what is deleted keeps its names, and comes back in two steps", async () => {
    const { product, client } = await provision(call);
    const ids = { principalId: client.sp, resourceId: product.sp, appRoleId: roleId };
    const assigned = await call("POST", `/servicePrincipals/${product.sp}/appRoleAssignedTo`, ids);
    expect((await call("DELETE", `/applications/${product.id}`)).status).to.equal(204);
    expect((await call("GET", `/applications/${product.id}`)).status).to.equal(404);
    expect((await call("GET", `/servicePrincipals/${product.sp}`)).status).to.equal(404);
    expect(
      (await call("GET", `/servicePrincipals/${client.sp}/appRoleAssignments`)).body.value,
    ).to.deep.equal([]);

    const again = await call(
      "PATCH",
      "/applications(uniqueName='product-auth-gold')",
      { displayName: "x" },
      prefer,
    );
    expect([again.status, again.body.error.code]).to.deep.equal([400, "Request_BadRequest"]);
    expect(again.body.error.message).to.equal(
      "Another object with the same value for property uniqueName already exists.",
    );
    const taken = { api: { requestedAccessTokenVersion: 2 }, identifierUris: [`api://${product.appId}`] };
    expect((await call("PATCH", `/applications/${client.id}`, taken)).body.error.message).to.include(
      "identifierUris already exists",
    );

    const bin = async (type: string) =>
      (await call("GET", `/directory/deletedItems/microsoft.graph.${type}`)).body.value.map(({ id }) => id);
    expect([await bin("application"), await bin("servicePrincipal")]).to.deep.equal([
      [product.id],
      [product.sp],
    ]);
    const early = await call("POST", `/directory/deletedItems/${product.sp}/restore`);
    expect(early.body.error.code).to.equal("NoBackingApplicationObject");
    const restored = await call("POST", `/directory/deletedItems/${product.id}/restore`);
    expect([restored.status, restored.body["@odata.type"]]).to.deep.equal([
      200,
      "#microsoft.graph.application",
    ]);
    expect((await call("GET", `/servicePrincipals(appId='${product.appId}')`)).status).to.equal(404);
    expect((await call("POST", `/directory/deletedItems/${product.sp}/restore`)).status).to.equal(200);
    const back = await call("GET", `/servicePrincipals/${product.sp}/appRoleAssignedTo`);
    expect(back.body.value.map(({ id }) => id)).to.deep.equal([assigned.body.id]);
  });

  it("a purge, or 30 days, set the names free", async () => {
    const path = "/applications(uniqueName='gold')";
    const first = await call("PATCH", path, { displayName: "x" }, prefer);
    await call("DELETE", `/applications/${first.body.id}`);
    expect((await call("GET", `/directory/deletedItems/${first.body.id}`)).body["@odata.type"]).to.equal(
      "#microsoft.graph.application",
    );
    expect((await call("DELETE", `/directory/deletedItems/${first.body.id}`)).status).to.equal(204);
    expect((await call("DELETE", `/directory/deletedItems/${first.body.id}`)).status).to.equal(404);
    const second = await call("PATCH", path, { displayName: "x" }, prefer);
    expect(second.status).to.equal(201);
    await call("DELETE", `/applications/${second.body.id}`);
    entra.clock.advance(30 * 86_400);
    call = await graphOf(entra, "admin");
    expect((await call("PATCH", path, { displayName: "x" }, prefer)).status).to.equal(201);
  });
});
