import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt } from "jose";
import { requestToken } from "../request-token.js";
import { authorize } from "../sign-in.js";
import { type CallGraph, type GraphBody, goldRole, graphOf, provision, roleId } from "./call-graph.js";

describe("Graph: what it registers is in force at /token", () => {
  let entra: Entra;
  let call: CallGraph;
  let made: Awaited<ReturnType<typeof provision>>;
  let secret: string;
  let assignment: string;

  beforeEach(async () => {
    entra = await startEntra({
      clients: { portal: {}, admin: { graphRoles: ["Application Administrator"] } },
    });
    call = await graphOf(entra, "admin");
    made = await provision(call);
    const { product, client } = made;
    const assigned = await call("POST", `/servicePrincipals/${product.sp}/appRoleAssignedTo`, {
      ...{ principalId: client.sp, resourceId: product.sp, appRoleId: roleId },
    });
    assignment = assigned.body.id;
    const added = await call("POST", `/applications/${client.id}/addPassword`, { passwordCredential: {} });
    secret = added.body.secretText!;
  });
  afterEach(() => entra.close());

  const ask = (more: Record<string, string> = {}) =>
    requestToken(entra, {
      ...{ grant_type: "client_credentials", client_id: made.client.appId, client_secret: secret },
      ...{ scope: `api://${made.product.appId}/.default`, ...more },
    });
  const code = async (more?: Record<string, string>) => (await ask(more)).body.error_codes?.[0];
  const claims = async () => decodeJwt((await ask()).body.access_token!);

  it("a product, a client, its secret and its role give a token", async () => {
    const { aud, iss, roles, azp, oid, sub, idtyp } = await claims();
    expect({ aud, iss, roles, azp, oid, sub, idtyp }).to.deep.equal({
      ...{ aud: made.product.appId, iss: entra.issuer, roles: ["Product.Gold.All"], azp: made.client.appId },
      ...{ oid: made.client.sp, sub: made.client.sp, idtyp: undefined },
    });
    expect(await entra.tokenFor({ client: made.client.appId, product: made.product.appId })).to.be.a(
      "string",
    );
  });

  it("501051 without the assignment, 7000215 without the secret", async () => {
    await call("DELETE", `/servicePrincipals/${made.product.sp}/appRoleAssignedTo/${assignment}`);
    expect(await code()).to.equal(501051);
    const { body } = await call("GET", `/applications/${made.client.id}`);
    const [{ keyId, hint, secretText }] = body.passwordCredentials as [GraphBody];
    expect([hint, secretText]).to.deep.equal([secret.slice(0, 3), null]);
    expect((await call("POST", `/applications/${made.client.id}/removePassword`, { keyId })).status).to.equal(
      204,
    );
    expect(await code()).to.equal(7000215);
  });

  it("a disabled client 7000112, a disabled product 500014", async () => {
    const switchTo = (id: string, accountEnabled: boolean) =>
      call("PATCH", `/servicePrincipals/${id}`, { accountEnabled });
    await switchTo(made.client.sp, false);
    expect(await code()).to.equal(7000112);
    await switchTo(made.client.sp, true);
    await switchTo(made.product.sp, false);
    expect(await code()).to.equal(500014);
  });

  it("without service principals 7000229 and 500011", async () => {
    await call("DELETE", `/servicePrincipals/${made.product.sp}`);
    expect(await code()).to.equal(500011);
    await call("DELETE", `/servicePrincipals/${made.client.sp}`);
    expect(await code()).to.equal(7000229);
    await call("DELETE", `/applications/${made.client.id}`);
    expect(await code()).to.equal(700016);
  });

  it("version, optional claim and identifier URI of the next token follow the registration", async () => {
    const optionalClaims = { accessToken: [{ name: "idtyp", additionalProperties: ["include_user_token"] }] };
    const api = { requestedAccessTokenVersion: 1 };
    await call("PATCH", `/applications/${made.product.id}`, { optionalClaims, api });
    expect(await claims()).to.include({ ver: "1.0", aud: `api://${made.product.appId}`, idtyp: "app" });
    await call("PATCH", `/applications/${made.product.id}`, { identifierUris: [] });
    expect(await code()).to.equal(500011);
    expect(await code({ scope: `${made.product.appId}/.default` })).to.equal(undefined);
  });

  it("a role keeps its assignments when its value changes, and loses them when it is removed", async () => {
    const patch = (...appRoles: object[]) => call("PATCH", `/applications/${made.product.id}`, { appRoles });
    expect((await patch({ ...goldRole, isEnabled: false })).status).to.equal(204);
    expect((await claims())["roles"]).to.deep.equal(["Product.Gold.All"]);
    expect((await patch({ ...goldRole, value: "Product.Golden.All" })).status).to.equal(204);
    expect((await claims())["roles"]).to.deep.equal(["Product.Golden.All"]);
    await patch({ ...goldRole, value: "Product.Golden.All", isEnabled: false });
    expect((await patch()).status).to.equal(204);
    expect(await code()).to.equal(501051);
  });

  it("a redirect address that Graph registers is one of sign-in", async () => {
    const web = { redirectUris: ["https://batch.example/cb"] };
    const { appId, id } = made.client;
    const ask = (): Promise<number> =>
      authorize(entra, { client_id: appId, redirect_uri: web.redirectUris[0] }).then(({ status }) => status);
    expect(await ask()).to.equal(400);
    expect((await call("PATCH", `/applications/${id}`, { web })).status).to.equal(204);
    expect(await ask()).to.equal(200);
  });

  it("products and clients of the options are there with the same ids, and can be changed", async () => {
    const given = await startEntra({
      products: { starter: {} },
      clients: { contoso: { products: ["starter"] }, admin: { graphRoles: ["Application.ReadWrite.All"] } },
    });
    const graph = await graphOf(given, "admin");
    const { appId, secret: first, objectId } = given.clients["contoso"]!;
    const found = await graph("GET", `/servicePrincipals(appId='${appId}')?$select=id,displayName`);
    expect(found.body).to.include({ id: objectId, displayName: "APIMApplicationContoso" });
    const application = await graph("GET", `/applications(appId='${appId}')`);
    expect(application.body.passwordCredentials[0]!.hint).to.equal(first.slice(0, 3));
    const fields = {
      ...{ grant_type: "client_credentials", client_id: appId, client_secret: first },
      scope: `${given.products["starter"]!.audience}/.default`,
    };
    expect((await requestToken(given, fields)).status).to.equal(200);
    await graph("PATCH", `/servicePrincipals/${objectId}`, { accountEnabled: false });
    expect((await requestToken(given, fields)).body.error_codes).to.deep.equal([7000112]);
    await given.close();
  });
});
