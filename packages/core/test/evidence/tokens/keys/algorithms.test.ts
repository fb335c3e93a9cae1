import {
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { expect } from "chai";
import { CompactSign } from "jose";
import {
  ALGORITHMS,
  kindFor,
  kindOf,
  serves,
  verifySignature,
  type Algorithm,
  type KeyKind,
} from "#src/evidence/tokens/keys/algorithms.js";

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}
const secret = createSecretKey(Buffer.alloc(64, 7));
const PAIRS: Readonly<Record<KeyKind, Pair>> = {
  RSA: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  "P-256": generateKeyPairSync("ec", { namedCurve: "P-256" }),
  "P-384": generateKeyPairSync("ec", { namedCurve: "P-384" }),
  "P-521": generateKeyPairSync("ec", { namedCurve: "P-521" }),
  Ed25519: generateKeyPairSync("ed25519"),
  secret: { publicKey: secret, privateKey: secret },
};
const ODD = generateKeyPairSync("rsa", { modulusLength: 2049 });
const SHORT = generateKeyPairSync("rsa", { modulusLength: 2047 });
const FOR_PSS = generateKeyPairSync("rsa-pss", { modulusLength: 2048 });
const KINDS = Object.keys(PAIRS) as KeyKind[];
const KIND: Readonly<Record<Algorithm, KeyKind>> = {
  RS256: "RSA",
  RS384: "RSA",
  RS512: "RSA",
  PS256: "RSA",
  PS384: "RSA",
  PS512: "RSA",
  ES256: "P-256",
  ES384: "P-384",
  ES512: "P-521",
  EdDSA: "Ed25519",
  HS256: "secret",
  HS384: "secret",
  HS512: "secret",
};
const INPUT = /^(.+)\.(.+)$/;

/** What another implementation signs: the text that is covered, and the signature. */
async function signed(alg: Algorithm): Promise<readonly [input: string, signature: Buffer]> {
  const signer = new CompactSign(Buffer.from("{}")).setProtectedHeader({ alg });
  const [, input, signature] = INPUT.exec(await signer.sign(PAIRS[KIND[alg]].privateKey))!;
  return [input!, Buffer.from(signature!, "base64url")];
}

describe("verifySignature (RFC 7518 §3, RFC 8037)", () => {
  const verify = (alg: Algorithm, kind: KeyKind, input: string, signature: Buffer) =>
    verifySignature(alg, kind, PAIRS[kind].publicKey, Buffer.from(input), signature);

  it("every algorithm has its case here", () => {
    expect(Object.keys(KIND)).to.have.members([...ALGORITHMS]);
  });
  for (const alg of ALGORITHMS) {
    const kind = KIND[alg];
    it(`${alg}: what was signed, and nothing else`, async () => {
      const [input, signature] = await signed(alg);
      expect(verify(alg, kind, input, signature)).to.equal(true);
      expect(verify(alg, kind, `${input}A`, signature)).to.equal(false);
      expect(verify(alg, kind, "", signature)).to.equal(false);
      const changed = Buffer.from(signature);
      changed[changed.length - 1]! ^= 1;
      for (const other of [changed, signature.subarray(1), Buffer.concat([signature, signature])])
        expect(verify(alg, kind, input, other)).to.equal(false);
      expect(verify(alg, kind, input, Buffer.alloc(0))).to.equal(false);
    });
    it(`${alg}: not as another algorithm, and with no other kind of key`, async () => {
      const [input, signature] = await signed(alg);
      for (const other of ALGORITHMS) {
        for (const of of KINDS) {
          if (other === alg && of === kind) continue;
          expect(verify(other, of, input, signature), `${other} with ${of}`).to.equal(false);
        }
      }
    });
  }
  it("no ECDSA signature in DER (RFC 7518 §3.4)", () => {
    for (const [alg, hash] of [
      ["ES256", "sha256"],
      ["ES384", "sha384"],
      ["ES512", "sha512"],
    ] as const) {
      const der = sign(hash, Buffer.from("a.b"), PAIRS[KIND[alg]].privateKey);
      expect(verify(alg, KIND[alg], "a.b", der)).to.equal(false);
    }
  });
  it("no PSS signature with a salt of another length than the hash (RFC 7518 §3.5)", () => {
    for (const [saltLength, expected] of [
      [32, true],
      [0, false],
      [20, false],
      [64, false],
    ] as const) {
      const key = { key: PAIRS.RSA.privateKey, padding: 6, saltLength };
      const signature = sign("sha256", Buffer.from("a.b"), key);
      expect(verify("PS256", "RSA", "a.b", signature), `${saltLength} bytes`).to.equal(expected);
    }
  });
  it("no RSA signature that is shorter than the modulus, though only a zero is missing (RFC 8017 §8.1.2, §8.2.2)", () => {
    for (const [alg, padding] of [
      ["PS256", 6],
      ["RS256", 1],
    ] as const) {
      let [input, signature] = ["", Buffer.alloc(0)];
      for (let i = 0; signature[0] !== 0; i++) {
        input = `a.${i}`;
        signature = sign("sha256", Buffer.from(input), {
          key: PAIRS.RSA.privateKey,
          padding,
          saltLength: 32,
        });
      }
      expect(verify(alg, "RSA", input, signature), alg).to.equal(true);
      expect(verify(alg, "RSA", input, signature.subarray(1)), alg).to.equal(false);
      expect(verify(alg, "RSA", input, Buffer.concat([Buffer.alloc(1), signature])), alg).to.equal(false);
    }
  });
  it("RSA of a length that is no multiple of eight bits", () => {
    const data = Buffer.from("a.b");
    const signature = sign("sha256", data, { key: ODD.privateKey, padding: 6, saltLength: 32 });
    expect(verifySignature("PS256", "RSA", ODD.publicKey, data, signature)).to.equal(true);
  });
  it("no HMAC with a secret that is shorter than the hash (RFC 7518 §3.2)", () => {
    for (const [alg, bytes] of [
      ["HS256", 32],
      ["HS384", 48],
      ["HS512", 64],
    ] as const) {
      const mac = (size: number) => {
        const key = createSecretKey(Buffer.alloc(size, 1));
        const signature = createHmac(`sha${alg.slice(2)}`, key)
          .update("a.b")
          .digest();
        return verifySignature(alg, "secret", key, Buffer.from("a.b"), signature);
      };
      expect(mac(bytes), `${alg}, ${bytes} bytes`).to.equal(true);
      expect(mac(bytes + 1)).to.equal(true);
      expect(mac(bytes - 1), `${alg}, ${bytes - 1} bytes`).to.equal(false);
    }
  });
});

describe("kindOf: what a key is, whatever its document says", () => {
  for (const kind of KINDS) {
    it(kind, () => void expect(kindOf(PAIRS[kind].publicKey)).to.equal(kind));
  }
  const rsa = PAIRS.RSA.publicKey.export({ format: "jwk" });
  const withExponent = (e: string) =>
    kindOf(createPublicKey({ key: { ...rsa, e } as JsonWebKey, format: "jwk" }));
  it("RSA with the exponent 3", () => void expect(withExponent("Aw")).to.equal("RSA"));
  it("no RSA with the exponent 1 or 0: everybody signs with it", () => {
    expect(withExponent("AQ")).to.equal(undefined);
    expect(withExponent("AA")).to.equal(undefined);
  });
  it("no RSA below 2048 bits (RFC 7518 §3.3)", () => {
    expect(kindOf(SHORT.publicKey)).to.equal(undefined);
  });
  it("no key that is restricted to PSS: what it allows is not what we check", () => {
    expect(kindOf(FOR_PSS.publicKey)).to.equal(undefined);
  });
});

describe("serves", () => {
  for (const alg of ALGORITHMS) {
    it(`${alg}: ${KIND[alg]} alone`, () => {
      expect(kindFor(alg)).to.equal(KIND[alg]);
      const fitting = KINDS.filter((kind) => serves(alg, kind, PAIRS[kind].publicKey));
      expect(fitting).to.deep.equal([KIND[alg]]);
    });
  }
});
