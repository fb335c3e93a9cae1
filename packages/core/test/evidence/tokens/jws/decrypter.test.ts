import { createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";
import { expect } from "chai";
import { CompactEncrypt } from "jose";
import type { DecryptionKey } from "#src/index.js";
import { Decrypter, importDecryptionKey, isJwe } from "#src/evidence/tokens/jws/decrypter.js";
import { part } from "../signer.js";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pkcs8 = (key: KeyObject) => String(key.export({ type: "pkcs8", format: "pem" }));
const [RSA, EC] = [{ privateKey: pkcs8(rsa.privateKey) }, { privateKey: pkcs8(ec.privateKey) }];
const secrets = new Map([16, 32, 48, 64].map((size) => [size, randomBytes(size)]));
const secretOf = (size: number): DecryptionKey => ({ secret: secrets.get(size)!.toString("base64") });
const INNER = "header.payload.signature";

type Key = Parameters<CompactEncrypt["encrypt"]>[0];
const sealed = (key: Key, alg: string, enc = "A256GCM", more: object = {}) =>
  new CompactEncrypt(Buffer.from(INNER)).setProtectedHeader({ alg, enc, ...more }).encrypt(key);

describe("Decrypter: envelopes that it opens (RFC 7518 §4.1, §5.1)", () => {
  const cases: readonly (readonly [alg: string, enc: string, key: Key, given: DecryptionKey])[] = [
    ["RSA-OAEP", "A256GCM", rsa.publicKey, RSA],
    ["RSA-OAEP-256", "A128GCM", rsa.publicKey, RSA],
    ["ECDH-ES", "A256GCM", ec.publicKey, EC],
    ["ECDH-ES+A128KW", "A128CBC-HS256", ec.publicKey, EC],
    ["ECDH-ES+A256KW", "A192CBC-HS384", ec.publicKey, EC],
    ["A128KW", "A256CBC-HS512", secrets.get(16)!, secretOf(16)],
    ["A256KW", "A256GCM", secrets.get(32)!, secretOf(32)],
    ["dir", "A128GCM", secrets.get(16)!, secretOf(16)],
    ["dir", "A256GCM", secrets.get(32)!, secretOf(32)],
    ["dir", "A128CBC-HS256", secrets.get(32)!, secretOf(32)],
    ["dir", "A192CBC-HS384", secrets.get(48)!, secretOf(48)],
    ["dir", "A256CBC-HS512", secrets.get(64)!, secretOf(64)],
  ];
  for (const [alg, enc, key, given] of cases) {
    it(`${alg} with ${enc}`, async () => {
      expect(await new Decrypter([given]).decrypt(await sealed(key, alg, enc))).to.equal(INNER);
    });
  }
});

describe("Decrypter: envelopes that stay closed", () => {
  const ours = () => new Decrypter([RSA, EC, secretOf(16), secretOf(32)]);
  const cases: readonly (readonly [what: string, make: () => Promise<string>])[] = [
    ["for somebody else's key", () => sealed(randomBytes(32), "dir")],
    ["RSA-OAEP-384, which nobody asked for", () => sealed(rsa.publicKey, "RSA-OAEP-384")],
    ["A256GCMKW", () => sealed(secrets.get(32)!, "A256GCMKW")],
    ["A192GCM", () => sealed(rsa.publicKey, "RSA-OAEP", "A192GCM")],
    [
      "a password: it may cost us any time (CVE-2022-36083)",
      () => sealed(secrets.get(32)!, "PBES2-HS256+A128KW"),
    ],
    [
      "compressed: it may grow to any size (CVE-2024-28176)",
      () => sealed(rsa.publicKey, "RSA-OAEP", "A256GCM", { zip: "DEF" }),
    ],
  ];
  for (const [what, make] of cases) {
    it(what, async () => void expect(await ours().decrypt(await make())).to.equal(undefined));
  }

  const headers = [
    ["RSA1_5", part({ alg: "RSA1_5", enc: "A256GCM" })],
    [
      "an extension we do not know (RFC 7516 §4.1.13)",
      part({ alg: "dir", enc: "A256GCM", crit: ["x"], x: 1 }),
    ],
    ["no header", ""],
    ["a header that is not JSON", Buffer.from("{").toString("base64url")],
    ...["null", "1", '"dir"', "[]", "{}", '{"alg":"dir"}'].map(
      (text) => [`the header ${text}`, Buffer.from(text).toString("base64url")] as const,
    ),
  ] as const;
  for (const [what, header] of headers) {
    it(what, async () => {
      const [, ...rest] = (await sealed(secrets.get(32)!, "dir")).split(".");
      expect(await ours().decrypt([header, ...rest].join("."))).to.equal(undefined);
    });
  }
  it("changed on the way", async () => {
    const [header, key, iv, text = "", tag] = (await sealed(secrets.get(32)!, "dir")).split(".");
    const changed = text.startsWith("A") ? `B${text.slice(1)}` : `A${text.slice(1)}`;
    expect(await ours().decrypt([header, key, iv, changed, tag].join("."))).to.equal(undefined);
  });
  it("for nobody, when there are no keys", async () => {
    expect(await new Decrypter([]).decrypt(await sealed(secrets.get(32)!, "dir"))).to.equal(undefined);
  });
});

describe("Decrypter: which key", () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];
  const both = () =>
    new Decrypter([
      { id: "old", secret: old.toString("base64") },
      { id: "current", secret: current.toString("base64") },
      RSA,
    ]);
  const to = (key: Buffer, kid?: string) => sealed(key, "dir", "A256GCM", kid === undefined ? {} : { kid });
  for (const [kid, opened] of [
    ["old", [INNER, undefined]],
    ["current", [undefined, INNER]],
    ["other", [INNER, INNER]],
    [undefined, [INNER, INNER]],
  ] as const) {
    it(`of two secrets, though the token says ${kid ?? "nothing"}`, async () => {
      expect(await both().decrypt(await to(old, kid))).to.equal(opened[0]);
      expect(await both().decrypt(await to(current, kid))).to.equal(opened[1]);
    });
  }
  it("a private key beside them, by its kind", async () => {
    expect(await both().decrypt(await sealed(rsa.publicKey, "RSA-OAEP"))).to.equal(INNER);
    const named = await sealed(rsa.publicKey, "RSA-OAEP", "A256GCM", { kid: "old" });
    expect(await both().decrypt(named), "the name of another kind").to.equal(undefined);
  });
});

describe("isJwe: five parts (RFC 7516 §7.1)", () => {
  for (const [text, expected] of [
    ["", false],
    ["a", false],
    ["a.b.c", false],
    ["a.b.c.d", false],
    ["a.b.c.d.e", true],
    ["....", true],
    ["a.b.c.d.e.f", false],
    [".".repeat(5), false],
    [".".repeat(1000), false],
  ] as const) {
    it(`${text.slice(0, 20)}: ${expected}`, () => void expect(isJwe(text)).to.equal(expected));
  }
});

describe("importDecryptionKey", () => {
  for (const size of [16, 32, 48, 64]) {
    it(`a secret of ${size} bytes`, () => {
      expect(importDecryptionKey(secretOf(size)).export()).to.deep.equal(secrets.get(size));
    });
  }
  it("a private key in PEM", () => {
    expect(createPublicKey(importDecryptionKey(RSA)).equals(rsa.publicKey)).to.equal(true);
  });
  const wrong: readonly (readonly [what: string, given: DecryptionKey, message: RegExp])[] = [
    ...[0, 15, 17, 24, 33, 63, 65].map(
      (size) =>
        [
          `a secret of ${size} bytes`,
          { secret: Buffer.alloc(size, 1).toString("base64") },
          /^no base64 of 16, 32, 48, 64 bytes$/,
        ] as const,
    ),
    [
      "a secret in base64url",
      { secret: Buffer.alloc(32, 0xff).toString("base64url") },
      /^no base64 of 16, 32, 48, 64 bytes$/,
    ],
    ["a public key", { privateKey: String(rsa.publicKey.export({ type: "spki", format: "pem" })) }, /./],
  ];
  for (const [what, given, message] of wrong) {
    it(`not ${what}`, () => void expect(() => importDecryptionKey(given)).to.throw(message));
  }
});
