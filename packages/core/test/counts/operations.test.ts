import { createSecretKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { expect } from "chai";
import { CompactEncrypt } from "jose";
import type { DecryptionKey } from "#src/index.js";
import { verifySignature } from "#src/evidence/tokens/keys/algorithms.js";
import { Decrypter } from "#src/evidence/tokens/jws/decrypter.js";
import type { SigningKey } from "#src/evidence/tokens/keys/signing-keys.js";
import { TokenCache } from "#src/evidence/tokens/token-cache.js";
import { TokenVerifier } from "#src/evidence/tokens/token-verifier.js";
import {
  HeldKeys,
  discovered,
  down,
  openIdClaims,
  openIdOf,
  snapshotOf,
} from "../evidence/tokens/issuers/openid-of.js";
import { part, signer } from "../evidence/tokens/signer.js";

const pem = (key: KeyObject) => ({ privateKey: String(key.export({ type: "pkcs8", format: "pem" })) });
const bytes = (length: number) => randomBytes(length).toString("base64url");

describe("private-key operations of one request", () => {
  const rsa = Array.from({ length: 3 }, () => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const ec = Array.from({ length: 2 }, () => generateKeyPairSync("ec", { namedCurve: "P-256" }));
  const secrets = Array.from({ length: 3 }, () => randomBytes(32));
  const keys: readonly DecryptionKey[] = [
    ...rsa.map(({ privateKey }, i) => ({ id: `rsa-${i}`, ...pem(privateKey) })),
    ...ec.map(({ privateKey }, i) => ({ id: `ec-${i}`, ...pem(privateKey) })),
    ...secrets.map((secret, i) => ({ id: `secret-${i}`, secret: secret.toString("base64") })),
  ];

  /** How often a key was used for a token, and what came of it where no key opens anything. */
  async function usesOf(token: string) {
    const uses = { private: 0, secret: 0 };
    const decrypter = new Decrypter(keys, (_, { type }) => {
      uses[type as keyof typeof uses] += 1;
      return Promise.reject(new Error("not for this key"));
    });
    const verifier = new TokenVerifier([], new TokenCache(10), decrypter);
    expect(await verifier.verify(token, 0)).to.include({ code: "token_encryption" });
    return uses;
  }
  const NONE = { private: 0, secret: 0 };

  const junk = (header: object, { key = 256, iv = 12, text = 3, tag = 16 } = {}) =>
    [part({ enc: "A128GCM", ...header }), ...[key, iv, text, tag].map(bytes)].join(".");
  const epk = ec[1]!.publicKey.export({ format: "jwk" });

  const cases: readonly (readonly [what: string, token: string, uses: typeof NONE])[] = [
    ["RSA, a kid that is an id", junk({ alg: "RSA-OAEP-256", kid: "rsa-2" }), { private: 1, secret: 0 }],
    ["RSA, another kid", junk({ alg: "RSA-OAEP-256", kid: "x" }), { private: 1, secret: 0 }],
    ["RSA, no kid", junk({ alg: "RSA-OAEP" }), { private: 1, secret: 0 }],
    [
      "ECDH-ES, a kid that is an id",
      junk({ alg: "ECDH-ES", epk, kid: "ec-1" }, { key: 0 }),
      { private: 1, secret: 0 },
    ],
    ["ECDH-ES, no kid", junk({ alg: "ECDH-ES", epk }, { key: 0 }), { private: 1, secret: 0 }],
    ["ECDH-ES+A128KW, no kid", junk({ alg: "ECDH-ES+A128KW", epk }, { key: 24 }), { private: 1, secret: 0 }],
    ["dir, no kid", junk({ alg: "dir", enc: "A256GCM" }, { key: 0 }), { private: 0, secret: 3 }],
    [
      "A256KW, a kid that is an id",
      junk({ alg: "A256KW", kid: "secret-1" }, { key: 24 }),
      { private: 0, secret: 1 },
    ],
    // What no key could open costs nothing.
    ["the kid of another kind of key", junk({ alg: "RSA-OAEP", kid: "ec-0" }), NONE],
    ["a secret's kid", junk({ alg: "RSA-OAEP", kid: "secret-0" }), NONE],
    ["a secret of another length", junk({ alg: "A128KW" }, { key: 24 }), NONE],
    ["an algorithm that is not accepted", junk({ alg: "RSA1_5", kid: "rsa-0" }), NONE],
    ["an enc that is not accepted", junk({ alg: "RSA-OAEP", enc: "A192GCM" }), NONE],
    ["an enc in a prototype's name", junk({ alg: "RSA-OAEP", enc: "toString" }), NONE],
    ["compressed", junk({ alg: "RSA-OAEP", zip: "DEF" }), NONE],
    ["a critical extension", junk({ alg: "RSA-OAEP", crit: ["x"] }), NONE],
    ["an encrypted key that is too short", junk({ alg: "RSA-OAEP" }, { key: 255 }), NONE],
    ["an encrypted key that is too long", junk({ alg: "RSA-OAEP" }, { key: 257 }), NONE],
    ["an encrypted key where there is none", junk({ alg: "ECDH-ES", epk }, { key: 24 }), NONE],
    ["a wrapped key of another enc", junk({ alg: "ECDH-ES+A128KW", epk }, { key: 40 }), NONE],
    ["a short initialization vector", junk({ alg: "RSA-OAEP" }, { iv: 11 }), NONE],
    ["a short tag", junk({ alg: "RSA-OAEP" }, { tag: 15 }), NONE],
    ["CBC with the vector of GCM", junk({ alg: "RSA-OAEP", enc: "A128CBC-HS256" }, { text: 16 }), NONE],
    ["CBC with half a block", junk({ alg: "RSA-OAEP", enc: "A128CBC-HS256" }, { iv: 16, text: 24 }), NONE],
    ["no sender's key", junk({ alg: "ECDH-ES" }, { key: 0 }), NONE],
    [
      "a sender's key of another curve",
      junk({ alg: "ECDH-ES", epk: { ...epk, crv: "P-384" } }, { key: 0 }),
      NONE,
    ],
    [
      "a sender's key of another kind",
      junk({ alg: "ECDH-ES", epk: { ...epk, kty: "OKP" } }, { key: 0 }),
      NONE,
    ],
    [
      "a sender's key that is too short",
      junk({ alg: "ECDH-ES", epk: { ...epk, x: "AAAA" } }, { key: 0 }),
      NONE,
    ],
    ["padding", `${junk({ alg: "RSA-OAEP" })}=`, NONE],
    ["another character", junk({ alg: "RSA-OAEP" }).replace(/\.[^.]/, ".+"), NONE],
    ["loose last bits", `${junk({ alg: "RSA-OAEP" }).slice(0, -1)}B`, NONE],
    ["a header that is none", junk({ alg: "RSA-OAEP" }).replace(/^[^.]+/, part([])), NONE],
  ];
  for (const [what, token, uses] of cases) {
    it(`${what}: ${uses.private} with a private key, ${uses.secret} with a secret`, async () => {
      expect(await usesOf(token)).to.deep.equal(uses);
    });
  }

  it("refusing what no key could open needs no waiting", () => {
    const verifier = new TokenVerifier([], new TokenCache(10), new Decrypter(keys));
    expect(verifier.verify(junk({ alg: "RSA-OAEP" }, { tag: 15 }), 0)).to.include({
      code: "token_encryption",
    });
  });
  it("the key that is used is the one that is named", async () => {
    for (const [i, { publicKey }] of rsa.entries()) {
      const header = { alg: "RSA-OAEP-256", enc: "A256GCM", kid: `rsa-${i}` };
      const token = await new CompactEncrypt(Buffer.from("inner"))
        .setProtectedHeader(header)
        .encrypt(publicKey);
      expect(await new Decrypter(keys).decrypt(token)).to.equal("inner");
    }
  });
});

describe("signature checks of one request", () => {
  const [one, two, three] = [signer("one"), signer("two"), signer("three")];
  const secret = (letter: string): SigningKey => ({
    key: createSecretKey(Buffer.from(letter.repeat(32))),
    kind: "secret",
    material: "given",
  });

  /** How many checks with a public key, and with a secret, a token costs. */
  async function checksOf(token: string, source: HeldKeys, over: Parameters<typeof openIdOf>[1] = {}) {
    const checks = { public: 0, secret: 0 };
    const counting: typeof verifySignature = (algorithm, kind, key, data, signature) => {
      checks[key.type as keyof typeof checks] += 1;
      return verifySignature(algorithm, kind, key, data, signature);
    };
    const elsewhere = openIdOf(new HeldKeys(down()), { issuers: undefined });
    const verifier = new TokenVerifier(
      [elsewhere, openIdOf(source, over), openIdOf(source, over)],
      new TokenCache(10),
      undefined,
      counting,
    );
    await verifier.verify(token, 0);
    return checks;
  }
  const ONE = { public: 1, secret: 0 };
  const forged = (header: object) => three.token(openIdClaims(), header);
  const published = () => new HeldKeys(snapshotOf(one.key, two.key));
  const rotated = () => new HeldKeys(snapshotOf(one.key), Promise.resolve(snapshotOf(one.key, two.key)));
  const given = () => new HeldKeys(snapshotOf(one.key, two.key, secret("a"), secret("b")));
  const options = { tryAll: true, algorithms: ["ES256", "HS256"] } as const;

  const cases = [
    ["good, by name", one.token(openIdClaims()), published(), {}, ONE],
    ["forged, by name", forged({ kid: "two" }), published(), {}, ONE],
    ["good, by a key that had to be fetched", two.token(openIdClaims()), rotated(), {}, ONE],
    ["forged, by a key that had to be fetched", forged({ kid: "two" }), rotated(), {}, ONE],
    [
      "no name, several published keys",
      forged({ kid: undefined }),
      published(),
      {},
      { public: 0, secret: 0 },
    ],
    ["an unknown name", forged({ kid: "x" }), published(), {}, { public: 0, secret: 0 }],
    ["no name, several keys in the options", forged({ kid: undefined }), given(), options, ONE],
    ["an unknown name, several keys in the options", forged({ kid: "x" }), given(), options, ONE],
    [
      "no name, several secrets",
      forged({ kid: undefined, alg: "HS256" }),
      given(),
      options,
      { public: 0, secret: 2 },
    ],
    [
      "another issuer, known by its document alone",
      one.token(openIdClaims()),
      new HeldKeys(discovered("https://other.example", one.key)),
      { issuers: undefined },
      { public: 0, secret: 0 },
    ],
  ] as const;
  for (const [what, token, source, over, checks] of cases) {
    it(`${what}: ${checks.public} with a public key, ${checks.secret} with a secret`, async () => {
      expect(await checksOf(token, source, over)).to.deep.equal(checks);
    });
  }
});
