import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { type CallGraph, goldRole, graphOf, graphToken, provision, roleId } from "./call-graph.js";

describe("Graph: permissions of the caller", () => {
  let entra: Entra;
  let admin: CallGraph;
  let made: Awaited<ReturnType<typeof provision>>;
  before(async () => {
    entra = await startEntra({
      products: { starter: {} },
      clients: {
        admin: { graphRoles: ["Cloud Application Administrator"] },
        none: {},
        reader: { graphRoles: ["Application.Read.All"] },
        writer: { graphRoles: ["Application.ReadWrite.All"] },
        owner: { graphRoles: ["Application.ReadWrite.OwnedBy"] },
        provisioner: { graphRoles: ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"] },
        assigner: { graphRoles: ["AppRoleAssignment.ReadWrite.All"] },
        other: { graphRoles: ["User.Read.All"] },
      },
    });
    admin = await graphOf(entra, "admin");
    made = await provision(admin);
  });
  after(() => entra.close());

  const status = async (name: string, method: string, path: string, body?: unknown): Promise<number> => {
    const call = await graphOf(entra, name);
    const reply = await call(method, path, body);
    if (reply.status === 403) expect(reply.body.error.code).to.equal("Authorization_RequestDenied");
    return reply.status;
  };

  it("are in the token, which is one of Graph's", async () => {
    const token = await graphToken(entra, "provisioner");
    expect(decodeProtectedHeader(token)).to.include.keys("nonce", "x5t", "kid");
    const { aud, ver, iss, roles, idtyp, wids } = decodeJwt(token);
    expect({ aud, ver, iss, roles, idtyp, wids }).to.deep.equal({
      ...{ aud: "https://graph.microsoft.com", ver: "1.0", iss: entra.issuerV1, idtyp: "app" },
      roles: ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"],
      wids: ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"],
    });
    expect(decodeJwt(await graphToken(entra, "admin"))).to.deep.include({
      wids: ["158c047a-c907-4556-b7ef-446551a6b5f7"],
    });
  });

  it("403 without any, or with another permission", async () => {
    for (const name of ["none", "other"]) {
      expect(await status(name, "GET", "/applications")).to.equal(403);
      expect(await status(name, "POST", "/applications", { displayName: "x" })).to.equal(403);
      expect(await status(name, "GET", `/servicePrincipals/${made.client.sp}/appRoleAssignments`)).to.equal(
        403,
      );
      expect(await status(name, "GET", "/directory/deletedItems/microsoft.graph.application")).to.equal(403);
    }
  });

  it("Application.Read.All reads and changes nothing", async () => {
    expect(await status("reader", "GET", `/applications/${made.client.id}`)).to.equal(200);
    expect(await status("reader", "GET", `/servicePrincipals/${made.product.sp}/appRoleAssignedTo`)).to.equal(
      200,
    );
    expect(await status("reader", "PATCH", `/applications/${made.client.id}`, {})).to.equal(403);
    expect(await status("reader", "POST", `/applications/${made.client.id}/addPassword`, {})).to.equal(403);
    expect(await status("reader", "DELETE", `/servicePrincipals/${made.client.sp}`)).to.equal(403);
  });

  it("Application.ReadWrite.All changes applications and assigns no role", async () => {
    expect(await status("writer", "PATCH", `/applications/${made.client.id}`, { notes: "x" })).to.equal(204);
    const ids = { principalId: made.client.sp, resourceId: made.product.sp, appRoleId: roleId };
    expect(
      await status("writer", "POST", `/servicePrincipals/${made.product.sp}/appRoleAssignedTo`, ids),
    ).to.equal(403);
  });

  it("AppRoleAssignment.ReadWrite.All reads applications only with another permission", async () => {
    expect(await status("assigner", "GET", "/applications")).to.equal(403);
    const ids = { principalId: made.client.sp, resourceId: made.product.sp, appRoleId: roleId };
    expect(
      await status("assigner", "POST", `/servicePrincipals/${made.client.sp}/appRoleAssignments`, ids),
    ).to.equal(201);
  });

  it("OwnedBy reaches what the caller made, and nothing else", async () => {
    const owner = await graphOf(entra, "owner");
    const own = await owner("POST", "/applications", { displayName: "Own", appRoles: [goldRole] });
    expect(own.status).to.equal(201);
    const principal = await owner("POST", "/servicePrincipals", { appId: own.body.appId });
    expect(principal.status).to.equal(201);
    expect((await owner("POST", `/applications/${own.body.id}/addPassword`, {})).status).to.equal(200);
    expect((await owner("GET", "/applications")).body.value.map(({ id }) => id)).to.deep.equal([own.body.id]);
    expect((await owner("GET", "/servicePrincipals")).body.value.map(({ id }) => id)).to.deep.equal([
      principal.body.id,
    ]);
    for (const [method, path, body] of [
      ["GET", `/applications/${made.client.id}`],
      ["GET", `/servicePrincipals(appId='${entra.products["starter"]!.appId}')`],
      ["PATCH", "/applications(uniqueName='product-auth-gold')", { notes: "mine" }],
      ["DELETE", `/applications/${made.client.id}`],
      ["POST", `/applications/${made.client.id}/addPassword`, {}],
      ["GET", `/servicePrincipals/${made.product.sp}/appRoleAssignedTo`],
      ["POST", "/servicePrincipals", { appId: made.client.appId }],
    ] as const)
      expect(await status("owner", method, path, body), `${method} ${path}`).to.equal(403);
    expect((await owner("DELETE", `/applications/${own.body.id}`)).status).to.equal(204);
    const deleted = await owner("GET", "/directory/deletedItems/microsoft.graph.application");
    expect(deleted.body.value.map(({ id }) => id)).to.deep.equal([own.body.id]);
    expect((await owner("DELETE", `/directory/deletedItems/${own.body.id}`)).status).to.equal(204);
  });

  it("OwnedBy and AppRoleAssignment provision a whole product and client", async () => {
    const ours = await startEntra({
      clients: { us: { graphRoles: ["Application.ReadWrite.OwnedBy", "AppRoleAssignment.ReadWrite.All"] } },
    });
    const call = await graphOf(ours, "us");
    const { product, client } = await provision(call);
    const ids = { principalId: client.sp, resourceId: product.sp, appRoleId: roleId };
    const assigned = await call("POST", `/servicePrincipals/${product.sp}/appRoleAssignedTo`, ids);
    expect(assigned.status).to.equal(201);
    const path = `/servicePrincipals/${client.sp}/appRoleAssignments/${assigned.body.id}`;
    expect((await call("GET", path)).body).to.include({ resourceDisplayName: "APIMProductApplicationGold" });
    expect((await call("DELETE", path)).status).to.equal(204);
    await ours.close();
  });

  it("an administrator of applications assigns every role but Graph's", async () => {
    const graph = await admin("GET", "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')");
    const ids = {
      ...{ principalId: made.client.sp, resourceId: graph.body.id },
      appRoleId: (graph.body["appRoles"] as { id: string }[])[0]!.id,
    };
    const path = `/servicePrincipals/${graph.body.id}/appRoleAssignedTo`;
    expect((await admin("POST", path, ids)).status).to.equal(403);
    const assigner = await graphOf(entra, "assigner");
    expect((await assigner("POST", path, ids)).status).to.equal(201);
  });

  it("graphRoles of the options are checked at the start", async () => {
    const refused = await startEntra({ clients: { x: { graphRoles: ["Application Admin"] } } }).then(
      String,
      String,
    );
    expect(refused).to.include(
      'clients.x.graphRoles: ["Application Admin"] should be a list of permissions of Graph',
    );
    const graph = "00000003-0000-0000-c000-000000000000";
    expect(await startEntra({ products: { x: { appId: graph } } }).then(String, String)).to.include(
      "products.x.appId: 00000003-0000-0000-c000-000000000000 is already taken by Microsoft Graph",
    );
  });
});
