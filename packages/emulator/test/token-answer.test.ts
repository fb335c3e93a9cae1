import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { goodFields, requestToken } from "./request-token.js";

describe("200 token", () => {
  const secret = "s3cr:t+with %20 and ~ü";
  let entra: Entra;
  before(async () => {
    entra = await startEntra({
      tokenLifetime: 4000,
      products: { starter: {}, closed: { appRoleAssignmentRequired: true } },
      clients: {
        contoso: {
          secrets: ["older", { value: secret, endDateTime: "2099-01-01" }],
          products: ["starter", "closed"],
        },
      },
    });
  });
  after(() => entra.close());

  const keys = (): ReturnType<typeof createRemoteJWKSet> =>
    createRemoteJWKSet(new URL(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`));

  it("has exactly Entra's members and headers, and a token that verifies", async () => {
    const { status, headers, body } = await requestToken(entra, goodFields(entra));
    expect(status).to.equal(200);
    expect(Object.keys(body)).to.deep.equal(["token_type", "expires_in", "ext_expires_in", "access_token"]);
    expect(body).to.include({ token_type: "Bearer", expires_in: 4000, ext_expires_in: 4000 });
    expect(headers.get("content-type")).to.equal("application/json; charset=utf-8");
    expect(headers.get("cache-control")).to.equal("no-store, no-cache");
    expect(headers.get("pragma")).to.equal("no-cache");
    expect(headers.get("access-control-allow-origin")).to.equal(null);
    const { appId } = entra.products["starter"]!;
    await jwtVerify(body.access_token!, keys(), {
      issuer: entra.issuer,
      audience: appId,
      algorithms: ["RS256"],
    });
  });

  it("has numbers as strings, and more members, at the version 1 endpoint", async () => {
    const { grant_type, client_id, client_secret } = goodFields(entra);
    const resource = entra.products["starter"]!.audience;
    const url = `${entra.origin}/${entra.tenantId}/oauth2/token`;
    const { status, body } = await requestToken(
      entra,
      { grant_type, client_id, client_secret, resource },
      { url },
    );
    expect(status).to.equal(200);
    expect(Object.keys(body)).to.deep.equal(
      "token_type expires_in ext_expires_in expires_on not_before resource access_token".split(" "),
    );
    expect(body).to.include({ expires_in: "4000", ext_expires_in: "4000", resource });
    expect(Number(body["expires_on"]) - Number(body["not_before"])).to.equal(4300);
    // The resource chooses the version of its tokens, not the endpoint.
    await jwtVerify(body.access_token!, keys(), { issuer: entra.issuer });
  });

  it("comes from the tenant's domain too, and whatever else MSAL adds", async () => {
    const extra = {
      "x-client-SKU": "msal.js.node",
      "client-request-id": crypto.randomUUID(),
      claims: "{}",
      client_info: "1",
    };
    const url = `${entra.origin}/${entra.tenantDomain}/oauth2/v2.0/token?client-request-id=x`;
    expect((await requestToken(entra, { ...goodFields(entra), ...extra }, { url })).status).to.equal(200);
  });

  it("comes for a client id in capitals and for a product that demands an assignment", async () => {
    const { client_id } = goodFields(entra);
    const scope = `${entra.products["closed"]!.audience}/.default`;
    const { status } = await requestToken(entra, {
      ...goodFields(entra),
      client_id: client_id.toUpperCase(),
      scope,
    });
    expect(status).to.equal(200);
  });

  describe("by secret", () => {
    it("in the body: any one that has not expired", async () => {
      for (const client_secret of ["older", secret])
        expect((await requestToken(entra, { ...goodFields(entra), client_secret })).status).to.equal(200);
    });

    const basic = async (id: string, password: string, fields: object = {}): Promise<number> => {
      const { grant_type, scope } = goodFields(entra);
      const headers = { Authorization: `Basic ${Buffer.from(`${id}:${password}`).toString("base64")}` };
      return (await requestToken(entra, { grant_type, scope, ...fields }, { headers })).status;
    };

    it("in Basic, form-encoded as RFC 6749 wants", async () => {
      const encode = (text: string): string =>
        encodeURIComponent(text).replaceAll("%20", "+").replaceAll("-", "%2D").replaceAll("~", "%7E");
      expect(await basic(encode(goodFields(entra).client_id), encode(secret))).to.equal(200);
    });

    it("in Basic, raw as curl sends it, colons and percent signs included", async () => {
      const { client_id } = goodFields(entra);
      expect(await basic(client_id, secret)).to.equal(200);
      expect(await basic(client_id, secret, { client_id })).to.equal(200);
    });

    it("in Basic only for the client that the body names", async () => {
      const { client_id } = goodFields(entra);
      expect(await basic(crypto.randomUUID(), secret, { client_id })).to.equal(401);
    });
  });
});
