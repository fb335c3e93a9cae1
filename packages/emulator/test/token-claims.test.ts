import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { goodFields, requestToken } from "./request-token.js";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const versionTwoClaims = "aio aud azp azpacr exp iat iss nbf oid rh sub tid uti ver".split(" ");
const versionOneClaims = "aio appid appidacr aud exp iat idp iss nbf oid rh sub tid uti ver".split(" ");

describe("token claims", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      products: {
        starter: { scopes: ["Orders.Read", "Orders.Write"] },
        classic: { requestedAccessTokenVersion: 1, identifierUris: ["https://contoso.com", "api://classic"] },
        unset: { requestedAccessTokenVersion: null },
        marked: { idtyp: true, roles: ["Product.Marked.All", "Product.Marked.Read"] },
        byGuid: { requestedAccessTokenVersion: 1, audUseGuid: true },
      },
      clients: {
        contoso: {
          products: { starter: ["Product.Starter.All"], marked: ["Product.Marked.Read"], unset: [] },
        },
      },
    });
  });
  after(() => entra.close());

  const issue = async (product: string, scope?: string): Promise<{ token: string; expiresIn: number }> => {
    const wanted = scope ?? `${entra.products[product]!.audience}/.default`;
    const { status, body } = await requestToken(entra, { ...goodFields(entra), scope: wanted });
    expect(status, JSON.stringify(body)).to.equal(200);
    return { token: body.access_token!, expiresIn: Number(body.expires_in) };
  };

  describe("version 2, application", () => {
    it("are exactly the recorded set, and roles when one is assigned", async () => {
      const { token } = await issue("starter");
      expect(Object.keys(decodeJwt(token)).sort()).to.deep.equal([...versionTwoClaims, "roles"].sort());
      const without = await entra.tokenFor({ client: "contoso", product: "starter", roles: [] });
      expect(Object.keys(decodeJwt(without)).sort()).to.deep.equal(versionTwoClaims);
      expect(decodeProtectedHeader(token)).to.deep.equal({
        typ: "JWT",
        alg: "RS256",
        kid: entra.keys.signingKid,
      });
    });

    it("say who issued it, for whom and for what", async () => {
      const client = entra.clients["contoso"]!;
      const claims = decodeJwt((await issue("starter")).token);
      expect(claims).to.deep.include({
        aud: entra.products["starter"]!.appId,
        iss: entra.issuer,
        azp: client.appId,
        azpacr: "1",
        oid: client.objectId,
        sub: client.objectId,
        tid: entra.tenantId,
        ver: "2.0",
        roles: ["Product.Starter.All"],
      });
      expect(client.objectId).to.match(guid).and.not.equal(client.appId);
    });

    it("are dated five minutes back and end expires_in from now", async () => {
      const before = Math.floor(Date.now() / 1000);
      const { token, expiresIn } = await issue("starter");
      const { iat, nbf, exp } = decodeJwt(token);
      expect(iat).to.equal(nbf);
      expect(iat).to.be.within(before - 300, before - 297);
      expect(exp! - iat! - 300).to.equal(expiresIn);
      expect(expiresIn).to.be.within(3600, 5400);
    });

    it("have aud as the application id, however the scope named the product", async () => {
      const { appId } = entra.products["starter"]!;
      for (const scope of [
        `${appId}/.default`,
        `${appId.toUpperCase()}/.default`,
        `api://${appId}/.default openid profile offline_access`,
      ])
        expect(decodeJwt((await issue("starter", scope)).token).aud).to.equal(appId);
    });

    it("have a uti of their own in each token", async () => {
      const ids = await Promise.all(
        [1, 2, 3].map(async () => decodeJwt((await issue("starter")).token)["uti"]),
      );
      expect(new Set(ids).size).to.equal(3);
    });
  });

  describe("version 1, application", () => {
    it("are exactly the documented set, with x5t in the header", async () => {
      const { token } = await issue("classic");
      const kid = entra.keys.signingKid;
      expect(Object.keys(decodeJwt(token)).sort()).to.deep.equal(versionOneClaims);
      expect(decodeProtectedHeader(token)).to.deep.equal({ typ: "JWT", alg: "RS256", kid, x5t: kid });
      expect(decodeJwt(token)).to.deep.include({
        iss: entra.issuerV1,
        idp: entra.issuerV1,
        appid: entra.clients["contoso"]!.appId,
        appidacr: "1",
        ver: "1.0",
      });
    });

    it("have aud as the resource was written", async () => {
      const { appId } = entra.products["classic"]!;
      const audiences = {
        "https://contoso.com/.default": "https://contoso.com",
        "https://contoso.com//.default": "https://contoso.com/",
        "api://classic/.default": "api://classic",
        [`${appId}/.default`]: appId,
      };
      for (const [scope, aud] of Object.entries(audiences))
        expect(decodeJwt((await issue("classic", scope)).token).aud, scope).to.equal(aud);
    });

    it("are what a product without a version setting gets, and use_guid fixes aud", async () => {
      expect(decodeJwt((await issue("unset")).token)["ver"]).to.equal("1.0");
      expect(decodeJwt((await issue("byGuid")).token).aud).to.equal(entra.products["byGuid"]!.appId);
      expect(entra.products["unset"]!.version).to.equal(1);
    });
  });

  it("carry only the roles assigned, or none", async () => {
    expect(decodeJwt((await issue("marked")).token)["roles"]).to.deep.equal(["Product.Marked.Read"]);
    expect(decodeJwt((await issue("unset")).token)).to.not.have.property("roles");
    expect(decodeJwt((await issue("classic")).token)).to.not.have.property("roles");
  });

  it("carry idtyp only where the product asks for it", async () => {
    expect(decodeJwt((await issue("marked")).token)["idtyp"]).to.equal("app");
    expect(decodeJwt((await issue("starter")).token)).to.not.have.property("idtyp");
    const user = await entra.tokenFor({ client: "contoso", product: "marked", delegated: true });
    expect(decodeJwt(user)["idtyp"]).to.equal("user");
  });

  describe("of users", () => {
    it("have scp, a pairwise sub and no roles", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "starter", delegated: true });
      const claims = decodeJwt(token);
      expect(Object.keys(claims).sort()).to.deep.equal(
        [...versionTwoClaims, "name", "preferred_username", "scp"].sort(),
      );
      expect(claims["scp"]).to.equal("Orders.Read Orders.Write");
      expect(claims["oid"]).to.match(guid).and.not.equal(claims.sub);
      expect(claims["azp"]).to.equal(entra.clients["contoso"]!.appId);
      const other = await entra.tokenFor({ client: "contoso", product: "marked", delegated: true });
      expect(decodeJwt(other)["oid"]).to.equal(claims["oid"]);
      expect(decodeJwt(other).sub).to.not.equal(claims.sub);
    });

    it("name the user, scopes and user roles that were wished for", async () => {
      const delegated = { scopes: ["Orders.Read"], user: "megan@fabrikam.com", roles: ["Manager"] };
      const claims = decodeJwt(
        await entra.tokenFor({ client: "contoso", product: "starter", version: 1, delegated }),
      );
      expect(claims).to.deep.include({
        scp: "Orders.Read",
        unique_name: "megan@fabrikam.com",
        roles: ["Manager"],
        acr: "1",
        amr: ["pwd"],
        ver: "1.0",
      });
      expect(claims).to.not.have.any.keys("idp", "preferred_username");
    });
  });

  describe("wished for", () => {
    it("are merged over the usual ones, and undefined removes one", async () => {
      const token = await entra.tokenFor({
        client: "contoso",
        product: "starter",
        claims: { groups: ["a"], aio: undefined, ver: "3.0" },
        header: { kid: undefined, extra: 1 },
        lifetime: 60,
      });
      const claims = decodeJwt(token);
      expect(claims).to.deep.include({ groups: ["a"], ver: "3.0" });
      expect(claims).to.not.have.property("aio");
      expect(claims.exp! - claims.iat!).to.equal(360);
      expect(decodeProtectedHeader(token)).to.deep.equal({ typ: "JWT", alg: "RS256", extra: 1 });
    });

    it("are all there is in sign", async () => {
      const token = await entra.sign({ a: 1 }, { typ: "at+jwt" });
      expect(decodeJwt(token)).to.deep.equal({ a: 1 });
      expect(decodeProtectedHeader(token)).to.deep.equal({
        typ: "at+jwt",
        alg: "RS256",
        kid: entra.keys.signingKid,
      });
    });

    it("need names that are registered", async () => {
      const said = await entra.tokenFor({ client: "contoso", product: "pro" }).catch(String);
      expect(said).to.include('There is no product "pro" here; registered: "starter", "classic"');
    });
  });
});
