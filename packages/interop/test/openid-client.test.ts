import { createHash, createPrivateKey, webcrypto, X509Certificate } from "node:crypto";
import { expect } from "chai";
import type { Entra } from "@product-auth/emulator";
import * as client from "openid-client";
import type { OpenIdOrder } from "./programs/openid-client.js";
import { apiOptions, callApi, startApi, type Api, type Called, type Product } from "./support/api.js";
import { createClientCertificate, type ClientCertificate } from "./support/client-certificate.js";
import { needed } from "./support/needed.js";
import { startTestEntra, welcome } from "./support/test-entra.js";
import { runTrusting, writeAuthority } from "./support/trusting-process.js";

const { ClientSecretBasic, ClientSecretPost, PrivateKeyJwt } = client;

describe("openid-client", () => {
  let entra: Entra;
  let api: Api;
  let clientId: string;
  let secret: string;

  before(async () => {
    entra = await startTestEntra();
    api = await startApi(apiOptions(entra));
    ({ appId: clientId, secret } = entra.clients["contoso"]!);
  });

  after(async () => {
    await api.close();
    await entra.close();
  });

  /** The client as its documentation configures it; plain http is for this test. */
  const discover = (issuer: Entra, proof: client.ClientAuth) =>
    client.discovery(new URL(issuer.issuer), clientId, undefined, proof, {
      execute: [client.allowInsecureRequests],
    });

  /** Gets a token for a product, and calls the API with it. */
  async function call(proof: client.ClientAuth, product: Product = "starter"): Promise<Called> {
    const scope = `${entra.products[product]!.audience}/.default`;
    const { access_token } = await client.clientCredentialsGrant(await discover(entra, proof), { scope });
    return callApi(api.url(product), access_token);
  }

  it("gets a token with a posted secret, and the API admits it", async () =>
    expect(await call(ClientSecretPost(secret))).to.deep.equal(welcome(entra, "starter", "1")));

  it("gets a token with HTTP Basic, and the API admits it", async () =>
    expect(await call(ClientSecretBasic(secret))).to.deep.equal(welcome(entra, "starter", "1")));

  it("gets a version 1 token from the version 2 endpoint, and the API admits it", async () =>
    expect(await call(ClientSecretPost(secret), "classic")).to.deep.equal(welcome(entra, "classic", "1")));

  it("over https gets a token, and the API admits it", async () => {
    const secure = await startTestEntra({ protocol: "https" });
    const authority = await writeAuthority(secure);
    try {
      const order: OpenIdOrder = { api: apiOptions(secure), issuer: secure.issuer, clientId, secret };
      expect(await runTrusting<Called>("openid-client", authority, order)).to.deep.equal(
        welcome(secure, "starter", "1"),
      );
    } finally {
      await authority.remove();
      await secure.close();
    }
  }).timeout(40_000);

  describe("with a certificate (private_key_jwt)", () => {
    let lenient: Entra; // accepts assertions made for the issuer, as RFC 7523 clients write them
    let strict: Entra; // accepts those for the token endpoint only, as Entra does
    let key: webcrypto.CryptoKey;
    let certificate: ClientCertificate;

    before(async function () {
      needed(this, "openssl", "version");
      certificate = createClientCertificate();
      lenient = await startTestEntra({ lenientAssertionAudience: true }, [certificate.certificate]);
      strict = await startTestEntra({}, [certificate.certificate]);
      const der = createPrivateKey(certificate.privateKey).export({ type: "pkcs8", format: "der" });
      const algorithm = { name: "RSA-PSS", hash: "SHA-256" }; // PS256
      key = await webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
    });

    after(async () => {
      await lenient?.close();
      await strict?.close();
    });

    const grant = async (from: Entra, proof: client.ClientAuth) =>
      client.clientCredentialsGrant(await discover(from, proof), {
        scope: `${from.products["starter"]!.audience}/.default`,
      });

    async function callFrom(from: Entra, proof: client.ClientAuth): Promise<Called> {
      const { access_token } = await grant(from, proof);
      const own = await startApi(apiOptions(from));
      try {
        return await callApi(own.url("starter"), access_token);
      } finally {
        await own.close();
      }
    }

    const forTokenEndpoint = (from: Entra) =>
      PrivateKeyJwt(key, {
        [client.modifyAssertion](header, payload) {
          const der = new X509Certificate(certificate.certificate).raw;
          header["x5t#S256"] = createHash("sha256").update(der).digest("base64url");
          payload["aud"] = from.tokenUrl;
        },
      });

    it("gets a token with an assertion for the token endpoint, and the API admits it", async () =>
      expect(await callFrom(strict, forTokenEndpoint(strict))).to.deep.equal(
        welcome(strict, "starter", "2"),
      ));

    it("gets a token with an assertion as it writes it by itself, where that is accepted", async () => {
      const kid = createHash("sha1")
        .update(new X509Certificate(certificate.certificate).raw)
        .digest("base64url");
      const unchanged = PrivateKeyJwt({ key, kid });
      expect(await callFrom(lenient, unchanged)).to.deep.equal(welcome(lenient, "starter", "2"));
      const refused = await failureOf(grant(strict, unchanged));
      expect([refused.error, refused.status]).to.deep.equal(["invalid_client", 401]);
      expect(refused.error_description).to.match(/^AADSTS700023: /);
    });
  });

  describe("understands a refusal", () => {
    for (const [name, proof] of [
      ["a wrong secret, posted", ClientSecretPost("wrong")],
      ["a wrong secret, by HTTP Basic", ClientSecretBasic("wrong")],
    ] as const)
      it(name, async () => {
        const scope = `${entra.products["starter"]!.audience}/.default`;
        const refused = await failureOf(
          client.clientCredentialsGrant(await discover(entra, proof), { scope }),
        );
        expect([refused.error, refused.status]).to.deep.equal(["invalid_client", 401]);
        expect(refused.error_description).to.match(/^AADSTS7000215: Invalid client secret provided\./);
      });

    it("a scope without /.default", async () => {
      const configuration = await discover(entra, ClientSecretPost(secret));
      const scope = entra.products["starter"]!.audience;
      const refused = await failureOf(client.clientCredentialsGrant(configuration, { scope }));
      expect([refused.error, refused.status]).to.deep.equal(["invalid_scope", 400]);
      expect(refused.error_description).to.match(/^AADSTS1002012: /);
    });
  });
});

/** The error that openid-client makes of a refusal. */
async function failureOf(attempt: Promise<unknown>): Promise<client.ResponseBodyError> {
  try {
    await attempt;
  } catch (error) {
    expect(error).to.be.instanceOf(client.ResponseBodyError);
    return error as client.ResponseBodyError;
  }
  throw new Error("it was accepted");
}
