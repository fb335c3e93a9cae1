import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import type { Snapshot } from "#src/evidence/tokens/keys/key-source.js";
import { publicJwk, startKeyServer, type KeyServer } from "./key-server.js";
import { ringOf } from "./ring-of.js";

const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
const edwards = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });

describe("signing keys: keys of a set that are passed over (RS256)", () => {
  let server: KeyServer;
  beforeEach(async () => {
    server = await startKeyServer();
  });
  afterEach(() => server.close());

  const kept = async (...keys: readonly unknown[]) => {
    server.keys = [...keys, publicJwk("good")];
    const found = (await ringOf(server).ask()) as Snapshot;
    return [...found.keys.all].map(({ kid }) => kid);
  };

  const passedOver = [
    ["use enc", publicJwk("k", { use: "enc" })],
    ["use of another type", publicJwk("k", { use: ["sig"] })],
    ["kty oct", { kty: "oct", use: "sig", kid: "k", k: "c2VjcmV0" }],
    ["kty oct dressed as RSA", publicJwk("k", { kty: "oct", k: "c2VjcmV0" })],
    ["RSA of 1024 bits", publicJwk("k", { bits: 1024 })],
    ["RSA without a modulus", publicJwk("k", { n: undefined })],
    ["RSA without an exponent", publicJwk("k", { e: undefined })],
    ["a modulus of another type", publicJwk("k", { n: 5 })],
    ["an empty modulus", publicJwk("k", { n: "" })],
    ["alg RS512", publicJwk("k", { alg: "RS512" })],
    ["alg PS256", publicJwk("k", { alg: "PS256" })],
    ["alg HS256", publicJwk("k", { alg: "HS256" })],
    ["alg none", publicJwk("k", { alg: "none" })],
    ["alg of another type", publicJwk("k", { alg: ["RS256"] })],
    ["operations without verify (RFC 7517 §4.3)", publicJwk("k", { key_ops: ["encrypt"] })],
    ["no operations", publicJwk("k", { key_ops: [] })],
    ["operations that are no list", publicJwk("k", { key_ops: "verify" })],
    ["an issuer of another type", publicJwk("k", { issuer: ["https://a"] })],
    ["a kid of another type", publicJwk("k", { kid: 1 })],
    ["an elliptic curve", { ...elliptic, kid: "k", use: "sig" }],
    ["Ed25519", { ...edwards, kid: "k", use: "sig" }],
    ["null", null],
    ["a list", [publicJwk("k")]],
    [
      "a member in a prototype's name",
      JSON.parse('{"__proto__":{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"}}'),
    ],
  ] as const;
  for (const [name, key] of passedOver) {
    it(name, async () => {
      expect(await kept(key)).to.deep.equal(["good"]);
    });
  }

  const taken = [
    ["use sig", publicJwk("k")],
    ["no use", publicJwk("k", { use: undefined })],
    ["alg RS256", publicJwk("k", { alg: "RS256" })],
    ["no alg, as Entra's", publicJwk("k", { alg: undefined })],
    [
      "members nobody knows, a certificate among them",
      publicJwk("k", { x5c: ["MII"], x5t: "k", x5u: "https://evil.example" }),
    ],
    ["operations null", publicJwk("k", { key_ops: null })],
    [
      "members without a value, as .NET writes them",
      publicJwk("k", {
        use: null,
        alg: null,
        issuer: null,
        cloud_instance_name: null,
        crv: null,
        x5t: null,
        x5c: null,
        oth: null,
      }),
    ],
    ["4096 bits", publicJwk("k", { bits: 4096 })],
    ["operations with verify", publicJwk("k", { key_ops: ["sign", "verify"] })],
    ["kid __proto__", publicJwk("__proto__")],
  ] as const;
  for (const [name, key] of taken) {
    it(`taken: ${name}`, async () => {
      expect(await kept(key)).to.deep.equal([(key as { kid: string }).kid, "good"]);
    });
  }

  it("a key carries what its document says of it, and nothing that it does not say", async () => {
    const said = { kid: "k", alg: "RS256", issuer: "https://a", cloud_instance_name: "b" };
    const thumbprints = { x5t: "one", "x5t#S256": "two" };
    server.keys = [
      publicJwk("k", { ...said, ...thumbprints }),
      publicJwk("silent", { kid: undefined, use: undefined }),
    ];
    const { keys } = (await ringOf(server).ask()) as Snapshot;
    const [full, silent] = [...keys.all];
    expect(full).to.include({ kid: "k", algorithm: "RS256", issuer: "https://a", cloud: "b", kind: "RSA" });
    expect(full).to.include({ use: "sig", x5t: "one", x5tS256: "two" });
    expect(Object.keys(silent!)).to.have.members(["key", "kind", "material"]);
  });
});
