import { generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import type { GivenKey } from "#src/index.js";
import { importGivenKey } from "#src/evidence/tokens/keys/given-keys.js";
import { GivenKeys } from "#src/evidence/tokens/keys/key-source.js";
import { signingKeys } from "#src/evidence/tokens/keys/signing-keys.js";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBiTCCAS+gAwIBAgIUQuFE1UsgIe9EkF1aBJFudPv8ojEwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOaXNzdWVyLmV4YW1wbGUwIBcNMjYxMTIxMTI1NTU4WhgPMjEy
NjEwMjgxMjU1NThaMBkxFzAVBgNVBAMMDmlzc3Vlci5leGFtcGxlMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEuXwBQEPhS5OL72WC/IxGQO+QGtGWU9ZuBOhjpuE9
KNuMXJNVdsxZhdzF02IPoJUKSU5Izwwda2XvI6SRo3x1/qNTMFEwHQYDVR0OBBYE
FL14ZHFNuSS9NuZffM4pgIX4c5jwMB8GA1UdIwQYMBaAFL14ZHFNuSS9NuZffM4p
gIX4c5jwMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgPkI6Iqq4
DKBN4q/xjErLtdu3ovhGVP1UCX2ObOHMJ7UCIQCwgFBODicTaUHlaX3Ww8tXVgDO
Cp5ynaORIgYzIEEZBg==
-----END CERTIFICATE-----
`;

type Type = "spki" | "pkcs1";
const pem = (type: Type, { publicKey } = rsa) => String(publicKey.export({ type, format: "pem" }));
const der = (type: Type, { publicKey } = rsa) => publicKey.export({ type: type as "spki", format: "der" });
const { n, e } = rsa.publicKey.export({ format: "jwk" }) as { n: string; e: string };
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString("base64");
const CERTIFICATE_DER = Buffer.from(CERTIFICATE.replaceAll(/-----.*?-----|\n/g, ""), "base64");

describe("importGivenKey: keys that serve", () => {
  const cases: readonly (readonly [what: string, given: GivenKey, kind: string])[] = [
    ["modulus and exponent", { n, e }, "RSA"],
    ["a certificate", { certificate: CERTIFICATE }, "P-256"],
    ["a public key in PEM", { publicKey: pem("spki") }, "RSA"],
    ["a public key in PEM, PKCS #1", { publicKey: pem("pkcs1") }, "RSA"],
    ["a public key on a curve", { publicKey: pem("spki", ec) }, "P-256"],
    ["a secret of 32 bytes", { secret: base64(Buffer.alloc(32, 9)) }, "secret"],
    ["a secret that begins like a key in DER", { secret: base64(Buffer.alloc(32, 0x30)) }, "secret"],
    ["a secret of digits, which JSON would read as a number", { secret: "12345678".repeat(6) }, "secret"],
    ["a secret whose bytes are digits", { secret: base64("1".repeat(40)) }, "secret"],
  ];
  for (const [what, given, kind] of cases) {
    it(`${what}: ${kind}`, () => {
      const found = importGivenKey({ ...given, id: "k1" });
      expect(found).to.include({ kind, kid: "k1" });
      expect(importGivenKey(given), "without an id").to.have.property("kind", kind);
      expect(importGivenKey(given)).to.not.have.property("kid");
    });
  }
  it("a secret is what its base64 says", () => {
    const found = importGivenKey({ secret: base64(Buffer.alloc(33, 9)) });
    if (typeof found === "string") throw new Error(found);
    expect(found.key.export()).to.deep.equal(Buffer.alloc(33, 9));
  });
});

// Whoever knows a public key could sign with it, were it taken for a shared secret (CVE-2015-9235 and many since).
describe("importGivenKey: a secret that is no secret", () => {
  const DOCUMENT = "is a key document, not a shared secret";
  const PUBLIC = "is a public key, not a shared secret";
  const NO_BASE64 = "is not base64";
  const jwk = JSON.stringify(rsa.publicKey.export({ format: "jwk" }));
  const good = base64(Buffer.alloc(32, 0xff));
  const cases = [
    ["a public key in PEM", pem("spki"), DOCUMENT],
    ["the same after something else", `key: ${pem("pkcs1")}`, DOCUMENT],
    ["a certificate in PEM", CERTIFICATE, DOCUMENT],
    ["a JWK", jwk, DOCUMENT],
    ["a key set", `[${jwk}]`, DOCUMENT],
    ["a public key in PEM, in base64", base64(pem("spki")), DOCUMENT],
    ["a certificate in PEM, in base64", base64(CERTIFICATE), DOCUMENT],
    ["a JWK, in base64", base64(jwk), DOCUMENT],
    ["a public key in DER", base64(der("spki")), PUBLIC],
    ["a public key in DER, PKCS #1", base64(der("pkcs1")), PUBLIC],
    ["a public key on a curve, in DER", base64(der("spki", ec)), PUBLIC],
    ["a certificate in DER", base64(CERTIFICATE_DER), PUBLIC],
    ["a text that is no base64", "a secret of more than thirty-two characters", NO_BASE64],
    ["base64url", good.replaceAll("/", "_"), NO_BASE64],
    ["a line end behind", `${good}\n`, NO_BASE64],
    ["a space in front", ` ${good}`, NO_BASE64],
    ["more padding than there can be", `${good}==`, NO_BASE64],
    ["nothing", "", NO_BASE64],
    ["31 bytes", base64(Buffer.alloc(31, 9)), "has fewer than 32 bytes"],
  ] as const;
  for (const [what, secret, why] of cases) {
    it(`${what}: ${why}`, () => void expect(importGivenKey({ secret })).to.equal(why));
  }
});

describe("importGivenKey: keys that cannot be read, or must not be used", () => {
  const WEAK = "is too short or of a kind that verifies nothing (RSA needs 2048 bits)";
  const short = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const cases: readonly (readonly [what: string, given: GivenKey, why: string])[] = [
    ["an empty modulus", { n: "", e }, WEAK],
    ["a certificate that is none", { certificate: "-----BEGIN CERTIFICATE-----" }, "cannot be read"],
    ["a public key where the certificate belongs", { certificate: pem("spki") }, "cannot be read"],
    [
      "a public key whose line breaks are escaped",
      { publicKey: pem("spki").replaceAll("\n", String.raw`\n`) },
      String.raw`contains \n as two characters where its line breaks belong`,
    ],
    ["a public key that is none", { publicKey: "key" }, "cannot be read"],
    ["RSA of 1024 bits", { publicKey: pem("spki", short) }, WEAK],
    ["modulus and the exponent 1", { n, e: "AQ" }, WEAK],
    [
      "a private key",
      { publicKey: String(ec.privateKey.export({ type: "sec1", format: "pem" })) },
      "is a private key; give the public one",
    ],
  ];
  for (const [what, given, why] of cases) {
    it(`${what}: ${why}`, () => void expect(importGivenKey(given)).to.equal(why));
  }
});

describe("GivenKeys", () => {
  it("are always at hand and never newer", () => {
    const key = importGivenKey({ n, e, id: "k1" });
    if (typeof key === "string") throw new Error(key);
    const keys = signingKeys([key]);
    const source = new GivenKeys(keys);
    expect(source.current()).to.deep.equal({ keys, fetchedAt: 0 });
    expect(source.newer()).to.equal(undefined);
    expect(source.health()).to.deep.equal({ from: "options", keys: 1, usable: true, failures: 0 });
  });
});
