import { expect } from "chai";
import type { TokenEvidence } from "#src/evidence/evidence.js";
import type { SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import { TENANT } from "../../../ids.js";
import { claims } from "./claims-of.js";
import { DAY, HOST, OTHER_TENANT, V1, V2, entraOf, published } from "./entra-of.js";
import { signer } from "../signer.js";

const signed = signer("k1", "RS256");
const V1_TOKEN = { ver: "1.0", iss: V1() };

describe("EntraIssuer: whom a key signs for (Entra, Validate the signing key issuer)", () => {
  const PUBLIC = "microsoftonline.com";
  const EXTERNAL = (tenant: string) => `https://${TENANT}.ciamlogin.com/${tenant}/v2.0`;
  const cases: readonly (readonly [
    what: string,
    key: Partial<SigningKey>,
    cloud: string | undefined,
    over: object,
    finding: object | undefined,
  ])[] = [
    ["anybody, when it does not say", {}, undefined, {}, undefined],
    ["the issuer it names", { issuer: V2() }, undefined, {}, undefined],
    ["every tenant by a template", { issuer: V2("{tenantid}") }, undefined, {}, undefined],
    [
      "not another tenant's issuer: a consumer key must not vouch for a tenant",
      { issuer: V2(OTHER_TENANT) },
      undefined,
      {},
      { code: "token_key_issuer", expected: `a key of ${V2()}`, actual: V2(OTHER_TENANT) },
    ],
    ["a v1 token of the tenant whose v2 issuer it names", { issuer: V2() }, undefined, V1_TOKEN, undefined],
    ["a v1 token of any tenant by a template", { issuer: V2("{tenantid}") }, undefined, V1_TOKEN, undefined],
    [
      "no v1 token of another tenant",
      { issuer: V2(OTHER_TENANT) },
      undefined,
      V1_TOKEN,
      { code: "token_key_issuer", expected: `a key of ${V2()}`, actual: V2(OTHER_TENANT) },
    ],
    [
      "no v2 token by the name of a v1 issuer",
      { issuer: V1() },
      undefined,
      {},
      { code: "token_key_issuer", expected: `a key of ${V2()}`, actual: V1() },
    ],
    [
      "an issuer on another host than the one that is asked (External ID)",
      { issuer: EXTERNAL("{tenantid}") },
      undefined,
      { iss: EXTERNAL(TENANT) },
      undefined,
    ],
    ["its own cloud", { cloud: PUBLIC }, PUBLIC, {}, undefined],
    [
      "no other cloud",
      { cloud: "microsoftonline.us", issuer: V2() },
      PUBLIC,
      {},
      {
        code: "token_key_issuer",
        expected: "a key of cloud microsoftonline.com",
        actual: "microsoftonline.us",
      },
    ],
    ["any cloud, when it does not say which", { issuer: V2() }, PUBLIC, {}, undefined],
    ["any cloud, when the document does not", { cloud: PUBLIC }, undefined, {}, undefined],
  ];
  for (const [what, key, cloud, over, finding] of cases) {
    it(what, () => {
      const found = entraOf().checkKey(claims(over), { ...signed.key, ...key }, published(V2(), cloud));
      expect(found).to.deep.equal(finding);
    });
  }
});

describe("TokenVerifier with Entra's documents", () => {
  /** The tenant's documents, which list one key with these members besides. */
  const documentsWith = (member: object): Record<string, object> => ({
    [`${HOST}/${TENANT}/v2.0/.well-known/openid-configuration`]: {
      issuer: V2(),
      jwks_uri: `${HOST}/keys`,
      cloud_instance_name: "microsoftonline.com",
    },
    [`${HOST}/keys`]: { keys: [{ ...signed.jwk, ...member }] },
  });
  /** What is found out about a token of the tenant. */
  async function verified(member: object, token = signed.token(claims())): Promise<TokenEvidence> {
    const documents = documentsWith(member);
    const fetch = (url: unknown) => Promise.resolve(Response.json(documents[String(url)]));
    return new TokenVerifier([entraOf({}, fetch as typeof globalThis.fetch)], new TokenCache(1)).verify(
      token,
      0,
    );
  }
  const rules = "entra";
  const cases = [
    ["a key of nobody in particular", {}, "good"],
    ["a key of the issuer", { issuer: V2() }, "good"],
    ["a key of the cloud", { cloud_instance_name: "microsoftonline.com" }, "good"],
    ["a key of another issuer", { issuer: V2(OTHER_TENANT) }, "token_key_issuer"],
    ["a key of another cloud", { cloud_instance_name: "microsoftonline.us" }, "token_key_issuer"],
    ["a key for another algorithm", { alg: "RS512" }, "signing_keys_unavailable"],
  ] as const;
  for (const [what, member, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      const found = await verified(member);
      if (expected === "good") expect(found).to.have.property("kind", "good");
      else expect(found).to.include({ code: expected, rules });
    });
  }
  for (const [what, over, code] of [
    ["a token of another tenant", { tid: OTHER_TENANT }, "token_tenant"],
    ["a token without a version", { ver: undefined }, "token_version"],
    ["a token of another tenant's issuer", { iss: V2(OTHER_TENANT) }, "token_issuer"],
    ["a token for somebody else", { aud: "other" }, "token_audience"],
    ["a token that cannot be read", { exp: "soon" }, "token_claims"],
  ] as const) {
    it(`${what}: ${code}`, async () => {
      expect(await verified({}, signed.token(claims(over)))).to.include({ kind: "bad", code, rules });
    });
  }
  it("a kid that Entra does not publish: token_unknown_key", async () => {
    const found = await verified({ kid: "k2" });
    expect(found).to.include({ kind: "bad", code: "token_unknown_key", actual: "k1", rules });
  });
  it("a remembered token is nobody's to judge once the keys are too old and Entra is down", async () => {
    let [up, now] = [true, 0];
    const documents = documentsWith({});
    const fetch = (url: unknown) =>
      up
        ? Promise.resolve(Response.json(documents[String(url)]))
        : Promise.reject(Object.assign(new Error("s3cret"), { code: "DOWN" }));
    const entra = entraOf({}, fetch as typeof globalThis.fetch, () => now);
    const verifier = new TokenVerifier([entra], new TokenCache(1));
    const token = signed.token(claims());
    expect(await verifier.verify(token, now)).to.have.property("kind", "good");
    [up, now] = [false, DAY];
    expect(await verifier.verify(token, now)).to.include({ kind: "unavailable", actual: "DOWN", rules });
  });
  it("a good token carries what Entra says, and no rules", async () => {
    expect(Object.keys(await verified({}))).to.deep.equal(["kind", "token", "client"]);
  });
  it("a token without a kid is not tried with the one key there is", async () => {
    const found = await verified({}, signed.token(claims(), { kid: undefined }));
    expect(found).to.include({ code: "token_header", rules });
  });
});
