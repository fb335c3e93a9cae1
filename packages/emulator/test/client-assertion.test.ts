import { generateKeyPairSync, randomUUID } from "node:crypto";
import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { decodeJwt, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose";
import { makeCertificate } from "./make-certificate.js";
import { goodFields, requestToken, type TokenAnswer } from "./request-token.js";

const jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

describe("private_key_jwt", () => {
  const certificate = makeCertificate();
  const expired = makeCertificate(Date.now() - 1000);
  let entra: Entra;
  let clientId: string;
  before(async () => {
    entra = await startEntra({
      products: { starter: {} },
      clients: { contoso: { certificates: [certificate.pem, expired.pem], products: ["starter"] } },
    });
    clientId = entra.clients["contoso"]!.appId;
  });
  after(() => entra.close());

  const assertion = (
    claims: JWTPayload = {},
    header: Partial<JWTHeaderParameters> = {},
    key = certificate.privateKey,
  ): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const usual = {
      aud: entra.tokenUrl,
      iss: clientId,
      sub: clientId,
      jti: randomUUID(),
      nbf: now,
      iat: now - 1,
      exp: now + 600,
    };
    const names = { alg: "PS256", typ: "JWT", "x5t#S256": certificate.sha256 };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ ...names, ...header }).sign(key);
  };
  const send = (
    client_assertion: string,
    more: Record<string, string | undefined> = {},
  ): Promise<TokenAnswer> => {
    const fields = { ...goodFields(entra), client_secret: undefined, client_assertion_type: jwtBearer };
    return requestToken(entra, { ...fields, client_assertion, ...more });
  };

  describe("200", () => {
    it("for PS256 named by x5t#S256, and the token says azpacr 2", async () => {
      const { status, body } = await send(await assertion());
      expect(status, JSON.stringify(body)).to.equal(200);
      expect(decodeJwt(body.access_token!)["azpacr"]).to.equal("2");
    });

    it("for RS256 named by x5t, by kid, or by the hex thumbprint", async () => {
      const hex = Buffer.from(certificate.sha1, "base64url").toString("hex").toUpperCase();
      for (const name of [{ x5t: certificate.sha1 }, { kid: certificate.sha1 }, { kid: hex }]) {
        const header = { alg: "RS256", "x5t#S256": undefined, ...name } as Partial<JWTHeaderParameters>;
        expect((await send(await assertion({}, header))).status, JSON.stringify(name)).to.equal(200);
      }
    });

    it("for any of the tenant's token URLs as aud", async () => {
      const { origin, tenantId, tenantDomain } = entra;
      for (const tenant of [tenantId, tenantDomain])
        for (const path of ["oauth2/token", "oauth2/v2.0/token"])
          expect((await send(await assertion({ aud: `${origin}/${tenant}/${path}` }))).status).to.equal(200);
    });

    it("for clocks that differ by less than five minutes", async () => {
      const now = Math.floor(Date.now() / 1000);
      expect((await send(await assertion({ exp: now - 240 }))).status).to.equal(200);
      expect((await send(await assertion({ nbf: now + 240, iat: now + 240 }))).status).to.equal(200);
    });

    it("for the issuer as aud only when the option allows it", async () => {
      const lenient = await startEntra({
        lenientAssertionAudience: true,
        products: { starter: {} },
        clients: { contoso: { certificates: [certificate.pem] } },
      });
      const client_assertion = await assertion({ aud: lenient.issuer });
      const fields = { ...goodFields(lenient), client_secret: undefined, client_assertion_type: jwtBearer };
      expect((await requestToken(lenient, { ...fields, client_assertion })).status).to.equal(200);
      await lenient.close();
      expectRefusal(
        await send(await assertion({ aud: entra.issuer })),
        700023,
        /audience claim does not match/,
      );
    });
  });

  describe("401 invalid_client", () => {
    it("AADSTS700027 for a key that is not registered, forged or expired", async () => {
      const other = makeCertificate();
      expectRefusal(
        await send(await assertion({}, { "x5t#S256": other.sha256 }, other.privateKey)),
        700027,
        /not found/,
      );
      expectRefusal(await send(await assertion({}, {}, other.privateKey)), 700027, /key was found, but/);
      const old = await assertion({}, { "x5t#S256": expired.sha256 }, expired.privateKey);
      expectRefusal(await send(old), 700027, /key used is expired/);
    });

    it("AADSTS700027 for another algorithm, or no name of a key", async () => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      expectRefusal(
        await send(await assertion({}, { alg: "ES256" }, privateKey)),
        700027,
        /verify the signature/,
      );
      expectRefusal(await send(await assertion({}, { alg: "PS512" })), 700027, /verify the signature/);
      const unnamed = { "x5t#S256": undefined } as unknown as Partial<JWTHeaderParameters>;
      expectRefusal(await send(await assertion({}, unnamed)), 700027, /not found/);
    });

    it("AADSTS700024 outside its time range", async () => {
      const now = Math.floor(Date.now() / 1000);
      for (const claims of [
        { exp: now - 400 },
        { nbf: now + 400 },
        { exp: undefined },
        { exp: "soon" as unknown as number },
      ])
        expectRefusal(
          await send(await assertion(claims as JWTPayload)),
          700024,
          /not within its valid time range/,
        );
    });

    it("AADSTS700021 and 50048 for the wrong parties", async () => {
      const other = randomUUID();
      expectRefusal(
        await send(await assertion({ iss: other, sub: other })),
        700021,
        /doesn't match 'client_id'/,
      );
      expectRefusal(
        await send(await assertion({ sub: other })),
        50048,
        new RegExp(`Subject '${other}' must match`),
      );
      const numbers = { iss: 1, sub: 1 } as unknown as JWTPayload;
      expectRefusal(await send(await assertion(numbers)), 700021, /doesn't match/);
    });

    it("AADSTS700023 for another audience", async () => {
      const { origin } = entra;
      for (const aud of [
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        `${origin}/common/oauth2/v2.0/token`,
        [],
        "",
      ])
        expectRefusal(await send(await assertion({ aud })), 700023, /audience claim/);
    });

    it("AADSTS50027 for what is no JWT", async () => {
      for (const text of ["x", "a.b.c", "..", "e30.e30", "e30.bnVsbA.x", "é.é.é", `${"a".repeat(5000)}.b.c`])
        expectRefusal(await send(text), 50027, /invalid or malformed/);
    });

    it("AADSTS7000216 for another assertion type", async () => {
      const refused = await send(await assertion(), {
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
      });
      expectRefusal(refused, 7000216, /is required/);
    });
  });

  function expectRefusal({ status, body }: TokenAnswer, code: number, text: RegExp): void {
    expect(body.error_codes, body.error_description).to.deep.equal([code]);
    expect(status).to.equal(401);
    expect(body.error).to.equal("invalid_client");
    expect(body.error_description).to.match(text);
  }
});
