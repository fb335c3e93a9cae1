import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import { createProductAuth } from "#src/index.js";
import { kindOf } from "#src/evidence/tokens/keys/algorithms.js";
import { EntraIssuer } from "#src/evidence/tokens/issuers/entra-issuer.js";
import { fetchJson } from "#src/evidence/tokens/keys/fetch-json.js";
import { importGivenKey } from "#src/evidence/tokens/keys/given-keys.js";
import { GivenKeys } from "#src/evidence/tokens/keys/key-source.js";
import { OpenIdIssuer } from "#src/evidence/tokens/issuers/openid-issuer.js";
import { signingKeys } from "#src/evidence/tokens/keys/signing-keys.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const limits = (fetch: typeof globalThis.fetch) => ({
  fetch,
  timeout: 1_000,
  maxBytes: 1_000,
  signal: new AbortController().signal,
});
const snapshotOf = (issuer: string) => ({
  metadata: { issuer, jwksUri: "https://login.example/keys" },
  keys: signingKeys([]),
  fetchedAt: 0,
});

describe("keys that verify nothing", () => {
  const kinds = ["ed448", "x25519"] as const;
  for (const kind of kinds) {
    it(kind, () => {
      const { publicKey } = kind === "ed448" ? generateKeyPairSync("ed448") : generateKeyPairSync("x25519");
      expect(kindOf(publicKey)).to.equal(undefined);
      const pem = String(publicKey.export({ type: "spki", format: "pem" }));
      expect(importGivenKey({ publicKey: pem })).to.match(/verifies nothing/);
    });
  }
  it("an elliptic curve that no algorithm has", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "secp256k1" });
    expect(kindOf(publicKey)).to.equal(undefined);
  });
  it("a secret whose bytes happen to be JSON, but no key, is a secret", () => {
    const secret = Buffer.from("null".padEnd(40)).toString("base64");
    expect(importGivenKey({ secret })).to.have.property("kind", "secret");
  });
  it("a private key where the public one belongs", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
    expect(importGivenKey({ publicKey: pem })).to.equal("is a private key; give the public one");
  });
});

describe("a fetch that fails in its own way", () => {
  const failing = (reason: unknown) => () => Promise.reject(reason as Error);
  const cases: readonly (readonly [what: string, reason: unknown, failure: string])[] = [
    ["with a code down its chain of causes", new Error("a", { cause: { code: "E" } }), "Error"],
    [
      "with an error that has one",
      new Error("a", { cause: Object.assign(new Error("b"), { code: "EB" }) }),
      "EB",
    ],
    [
      "with a code that is a number",
      Object.assign(new Error("a"), { name: "MongoServerError", code: 18 }),
      "MongoServerError 18",
    ],
    [
      "with a code that is a text",
      Object.assign(new Error("a"), { code: "connect db://u:s3cret@db", name: "a b" }),
      "Error",
    ],
    [
      "with causes in a circle",
      (() => {
        const error = new Error("a");
        return Object.assign(error, { cause: error });
      })(),
      "Error",
    ],
    ["with a message alone", new Error("no route"), "Error"],
    ["with no error at all", "nothing", "a thrown string"],
  ];
  for (const [what, reason, failure] of cases) {
    it(what, async () => {
      expect(await fetchJson("https://login.example/", limits(failing(reason)))).to.deep.equal({ failure });
    });
  }
});

describe("issuers that changed their name in between", () => {
  it("an Entra document whose issuer is no address belongs to no tenant", () => {
    const none = { "entra-v1": new Set<string>(), "entra-v2": new Set<string>(), openid: new Set<string>() };
    const entra = new EntraIssuer(
      {
        host: "https://login.example",
        authorities: [TENANT],
        tenants: [TENANT],
        profiles: ["entra-v2"],
        requireIdtyp: false,
        ownKeys: new Map(),
        audiences: none,
        refusedAudiences: none,
      },
      { refreshInterval: 1, unknownKeyInterval: 1, lastKnownGood: 1 },
      limits(fetch),
      Date.now,
    );
    const finding = entra.checkIssuer({ iss: "nowhere", tid: TENANT, ver: "2.0" }, snapshotOf("nowhere"));
    expect(finding).to.include({ code: "token_issuer", expected: `iss of tenant ${TENANT}` });
  });
  it("a token of the old name is refused", () => {
    const settings = {
      issuers: undefined,
      algorithms: ["RS256"],
      audiences: new Set<string>(),
      tryAll: false,
      requireExpirationTime: true,
      rolesClaim: "roles",
      scopesClaim: "scope",
      clientClaim: undefined,
      callerOf: undefined,
      audienceClaim: undefined,
    } as const;
    const issuer = new OpenIdIssuer(settings, new GivenKeys(signingKeys([])));
    const finding = issuer.checkIssuer({ iss: "https://old.example" }, snapshotOf("https://new.example"));
    expect(finding).to.deep.include({ code: "token_issuer", expected: "iss https://new.example" });
    expect(issuer.checkIssuer({ iss: "https://new.example" }, snapshotOf("https://new.example"))).to.equal(
      undefined,
    );
  });
});

describe("keys given in code", () => {
  it("are never newer: a token for a kind of key that is not there is refused", async () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = String(publicKey.export({ type: "spki", format: "pem" }));
    const auth = createProductAuth({
      issuers: [
        { issuer: "https://a.example", signingKeys: [{ publicKey: pem }], algorithms: ["RS256", "ES256"] },
      ],
      products: { starter: { audience: "a" } },
    });
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "ES256", kid: "k" })}.${part({ iss: "https://a.example", aud: "a" })}.c2ln`;
    const view = {
      method: "GET",
      path: "/",
      header: (name: string) => (name === "authorization" ? `Bearer ${token}` : undefined),
      query: () => undefined,
    };
    expect(await auth.authorize(view, auth.anyProduct)).to.include({ code: "token_unknown_key" });
  });
});
