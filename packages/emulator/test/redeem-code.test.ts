import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { type Fields, requestToken } from "./request-token.js";
import { authorize, redeem, signIn, startSignIn, verifier } from "./sign-in.js";

const spa = { redirect_uri: "https://app.example/spa" };
const page = { Origin: "https://app.example" };
/** A desktop application listens on whatever port is free. */
const desktop = { redirect_uri: "http://localhost:49152" };

describe("authorization_code", () => {
  let entra: Entra;
  before(async () => {
    entra = await startSignIn({ tokenLifetime: 4000 });
  });
  afterEach(() => entra.clock.reset());
  after(() => entra.close());

  const audience = (product: string): string => entra.products[product]!.audience;

  describe("200", () => {
    it("has an id_token that verifies and an opaque access token without a resource", async () => {
      const { status, body, headers } = await redeem(entra, await signIn(entra, "adele"));
      expect(status).to.equal(200);
      expect(Object.keys(body)).to.deep.equal(
        "token_type scope expires_in ext_expires_in access_token id_token".split(" "),
      );
      expect(body).to.include({ token_type: "Bearer", scope: "openid profile email", expires_in: 4000 });
      expect(body.access_token!.split(".")).to.have.length(1);
      expect(headers.get("cache-control")).to.equal("no-store, no-cache");
      const keys = createRemoteJWKSet(new URL(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`));
      const { payload } = await jwtVerify(String(body["id_token"]), keys, {
        issuer: entra.issuer,
        audience: entra.clients["portal"]!.appId,
      });
      expect(payload["nonce"]).to.equal("the nonce");
    });

    it("has a delegated token for one resource", async () => {
      const scope = `openid ${audience("orders")}/Orders.Read`;
      const { body } = await redeem(entra, await signIn(entra, "megan", { scope }));
      expect(body["scope"]).to.equal(`${audience("orders")}/Orders.Read`);
      expect(decodeJwt(body.access_token!)).to.include({
        aud: entra.products["orders"]!.appId,
        azp: entra.clients["portal"]!.appId,
        azpacr: "1",
        scp: "Orders.Read",
        oid: entra.users["megan"]!.objectId,
        idp: "google.com",
        email: "megan@example.com",
      });
    });

    it("has all scopes of /.default, and the first resource of two", async () => {
      const scope = `${audience("orders")}/.default ${audience("reports")}/.default`;
      const first = await redeem(entra, await signIn(entra, "adele", { scope }));
      expect(decodeJwt(first.body.access_token!)["scp"]).to.equal("Orders.Read Orders.Write");
      const fields = { scope: `${audience("reports")}/.default` };
      const second = await redeem(entra, await signIn(entra, "adele", { scope }), fields);
      expect(decodeJwt(second.body.access_token!)).to.include({
        aud: entra.products["reports"]!.appId,
        scp: "user_impersonation",
      });
    });

    it("has no id_token without openid", async () => {
      const { body } = await redeem(entra, await signIn(entra, "adele", { scope: "User.Read" }));
      expect(body).to.not.have.property("id_token");
    });

    it("has client_info for MSAL", async () => {
      const { body } = await redeem(entra, await signIn(entra, "adele"), { client_info: "1" });
      expect(JSON.parse(Buffer.from(String(body["client_info"]), "base64url").toString())).to.deep.equal({
        uid: entra.users["adele"]!.objectId,
        utid: entra.tenantId,
      });
    });

    it("comes without PKCE to a web client, with a plain challenge, and by Basic", async () => {
      const none = await signIn(entra, "adele", { code_challenge: undefined });
      expect((await redeem(entra, none, { code_verifier: undefined })).status).to.equal(200);
      const plain = await signIn(entra, "adele", {
        code_challenge: verifier,
        code_challenge_method: "plain",
      });
      expect((await redeem(entra, plain)).status).to.equal(200);
      const { appId, secret } = entra.clients["portal"]!;
      const Authorization = `Basic ${Buffer.from(`${appId}:${secret}`).toString("base64")}`;
      const basic = await redeem(
        entra,
        await signIn(entra, "adele"),
        { client_secret: undefined, client_id: undefined },
        { Authorization },
      );
      expect(basic.status).to.equal(200);
    });

    it("comes to a page with its origin and no secret, readable by that origin alone", async () => {
      const code = await signIn(entra, "adele", spa);
      const { status, headers, body } = await redeem(entra, code, { ...spa, client_secret: undefined }, page);
      expect(status).to.equal(200);
      expect(headers.get("access-control-allow-origin")).to.equal("https://app.example");
      expect(body).to.have.property("id_token");
      const preflight = await fetch(entra.tokenUrl, {
        method: "OPTIONS",
        headers: { ...page, "Access-Control-Request-Method": "POST" },
      });
      expect(preflight.headers.get("access-control-allow-origin")).to.equal("https://app.example");
      const other = await fetch(entra.tokenUrl, {
        method: "OPTIONS",
        headers: { Origin: "https://evil.example" },
      });
      expect(other.headers.get("access-control-allow-origin")).to.equal(null);
    });

    it("comes to a desktop application without a secret, and so does a refresh token", async () => {
      const scope = `openid offline_access ${audience("orders")}/Orders.Read`;
      const code = await signIn(entra, "adele", { ...desktop, scope });
      const { status, body } = await redeem(entra, code, { ...desktop, client_secret: undefined });
      expect(status).to.equal(200);
      expect(decodeJwt(body.access_token!)).to.include({ azpacr: "0", scp: "Orders.Read" });
      const again = await requestToken(entra, {
        grant_type: "refresh_token",
        client_id: entra.clients["portal"]!.appId,
        refresh_token: String(body["refresh_token"]),
      });
      expect(again.status).to.equal(200);
    });

    it("comes from common, with the tenant of the user", async () => {
      const { members } = await authorize(entra, {}, { user: "eve" }, "common");
      const { appId, secret } = entra.clients["portal"]!;
      const fields = {
        ...{ grant_type: "authorization_code", client_id: appId, client_secret: secret },
        ...{ code: members["code"], redirect_uri: "http://localhost:3000/cb", code_verifier: verifier },
      };
      const url = `${entra.origin}/common/oauth2/v2.0/token`;
      const { body } = await requestToken(entra, fields, { url });
      const home = "bbbbcccc-1111-2222-3333-444455556666";
      expect(decodeJwt(String(body["id_token"]))).to.include({
        tid: home,
        iss: `${entra.origin}/${home}/v2.0`,
      });
    });
  });

  describe("400 or 401", () => {
    const cases: [string, number, string, number, Fields, Record<string, string>?, Fields?][] = [
      ["no code", 400, "invalid_request", 900144, { code: undefined }],
      ["no redirect address", 400, "invalid_request", 900144, { redirect_uri: undefined }],
      ["a repeated grant", 400, "unsupported_grant_type", 70003, { grant_type: "password" }],
      [
        "an unknown client",
        400,
        "unauthorized_client",
        700016,
        { client_id: "99998888-7777-4666-8555-444433332222" },
      ],
      ["no credential", 401, "invalid_client", 7000218, { client_secret: undefined }],
      ["a wrong secret", 401, "invalid_client", 7000215, { client_secret: "wrong" }],
      ["a web client with Origin", 400, "invalid_request", 9002326, {}, page],
      [
        "a web client with Origin and no secret",
        400,
        "invalid_request",
        9002326,
        { client_secret: undefined },
        page,
      ],
      [
        "a page without Origin",
        400,
        "invalid_request",
        9002327,
        { client_secret: undefined, ...spa },
        {},
        spa,
      ],
      ["a page with a secret", 401, "invalid_client", 700025, spa, page, spa],
      ["a desktop application with a secret", 401, "invalid_client", 700025, desktop, {}, desktop],
      [
        "a desktop application with Origin",
        400,
        "invalid_request",
        9002326,
        { client_secret: undefined, ...desktop },
        page,
        desktop,
      ],
      ["a code that was never issued", 400, "invalid_grant", 70000, { code: "1.Anothing" }],
      ["another address", 400, "invalid_grant", 50011, { redirect_uri: "http://localhost:3001/cb" }],
      ["a wrong verifier", 400, "invalid_grant", 501481, { code_verifier: `${verifier}x` }],
      ["no verifier", 400, "invalid_grant", 501481, { code_verifier: undefined }],
      ["a verifier without challenge", 400, "invalid_grant", 501481, {}, {}, { code_challenge: undefined }],
      ["no scope left", 400, "invalid_resource", 500011, { scope: "api://nothing/x" }],
    ];
    for (const [what, status, error, number, fields, headers, signInFields] of cases)
      it(`${error} AADSTS${number} for ${what}, which does not use the code up`, async () => {
        const code = await signIn(entra, "adele", signInFields);
        const answer = await redeem(entra, code, fields, headers);
        expect(answer.status).to.equal(status);
        expect(answer.body).to.deep.include({ error, error_codes: [number] });
        const right: Fields =
          signInFields === spa || signInFields === desktop
            ? { ...signInFields, client_secret: undefined }
            : { code_verifier: signInFields === undefined ? verifier : undefined };
        expect((await redeem(entra, code, right, signInFields === spa ? page : {})).status).to.equal(200);
      });

    it("invalid_grant AADSTS54005 for a code that was redeemed, also by 20 requests at once", async () => {
      const code = await signIn(entra, "adele");
      const all = await Promise.all(Array.from({ length: 20 }, () => redeem(entra, code)));
      expect(all.filter(({ status }) => status === 200)).to.have.length(1);
      expect(all.flatMap(({ body }) => body.error_codes ?? [])).to.deep.equal(Array(19).fill(54005));
    });

    it("invalid_grant AADSTS70008 for a code older than ten minutes of the emulator's clock", async () => {
      const code = await signIn(entra, "adele");
      entra.clock.advance(599);
      const late = await signIn(entra, "adele");
      entra.clock.advance(1);
      expect((await redeem(entra, code)).body).to.deep.include({
        error: "invalid_grant",
        error_codes: [70008],
      });
      expect((await redeem(entra, late)).status).to.equal(200);
    });

    it("invalid_grant AADSTS70000 for another client's code", async () => {
      const { appId, secret } = entra.clients["closed"]!;
      const other = { client_id: appId, client_secret: secret, redirect_uri: "https://closed.example/cb" };
      const { body } = await redeem(entra, await signIn(entra, "adele"), other);
      expect(body).to.deep.include({ error: "invalid_grant", error_codes: [70000] });
    });

    it("invalid_scope AADSTS700022 for two resources", async () => {
      const scope = `${audience("orders")}/.default ${audience("reports")}/.default`;
      const { body } = await redeem(entra, await signIn(entra, "adele"), { scope });
      expect(body).to.deep.include({ error: "invalid_scope", error_codes: [700022] });
    });

    it("unsupported_grant_type AADSTS70003 at the version 1 endpoint", async () => {
      const { appId, secret } = entra.clients["portal"]!;
      const fields = { grant_type: "authorization_code", client_id: appId, client_secret: secret, code: "x" };
      const url = `${entra.origin}/${entra.tenantId}/oauth2/token`;
      expect((await requestToken(entra, fields, { url })).body["error_codes"]).to.deep.equal([70003]);
    });
  });

  describe("refresh_token", () => {
    const offline = { scope: "openid profile offline_access" };
    const refresh = (token: unknown, fields: Fields = {}, headers: Record<string, string> = {}) => {
      const { appId, secret } = entra.clients["portal"]!;
      const all = { grant_type: "refresh_token", refresh_token: String(token) };
      return requestToken(entra, { ...all, client_id: appId, client_secret: secret, ...fields }, { headers });
    };

    it("comes with offline_access, and gives tokens and a new refresh token", async () => {
      const { body } = await redeem(entra, await signIn(entra, "adele", offline));
      const { status, body: again } = await refresh(body["refresh_token"]);
      expect(status).to.equal(200);
      expect(again["refresh_token"]).to.match(/^1\.R/).and.not.equal(body["refresh_token"]);
      expect(decodeJwt(String(again["id_token"]))).to.not.have.property("nonce");
      const scope = `${audience("orders")}/Orders.Read`;
      const other = await refresh(body["refresh_token"], { scope });
      expect(decodeJwt(other.body.access_token!)["scp"]).to.equal("Orders.Read");
    });

    it("is refused to other clients, without a credential, when unknown and when it has expired", async () => {
      const { body } = await redeem(entra, await signIn(entra, "adele", offline));
      const token = body["refresh_token"];
      const { appId, secret } = entra.clients["closed"]!;
      expect(
        (await refresh(token, { client_id: appId, client_secret: secret })).body.error_codes,
      ).to.deep.equal([70000]);
      expect((await refresh(token, { client_secret: undefined })).body.error_codes).to.deep.equal([7000218]);
      expect((await refresh("unknown")).body.error_codes).to.deep.equal([70000]);
      expect((await refresh(undefined, { refresh_token: undefined })).body.error_codes).to.deep.equal([
        900144,
      ]);
      entra.clock.advance(90 * 86_400);
      expect((await refresh(token)).body.error_codes).to.deep.equal([700082]);
    });

    it("of a page needs the origin, and lives a day", async () => {
      const code = await signIn(entra, "adele", { ...offline, ...spa });
      const { body } = await redeem(entra, code, { ...spa, client_secret: undefined }, page);
      const fields = { client_secret: undefined };
      expect((await refresh(body["refresh_token"], fields)).body.error_codes).to.deep.equal([9002327]);
      expect((await refresh(body["refresh_token"], fields, page)).status).to.equal(200);
      entra.clock.advance(86_400);
      expect((await refresh(body["refresh_token"], fields, page)).body.error_codes).to.deep.equal([700082]);
    });
  });
});
