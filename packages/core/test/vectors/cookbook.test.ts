import { expect } from "chai";
import { CompactJwsReader } from "#src/evidence/tokens/jws/compact-jws.js";
import { accepts, published, secretKeys } from "./accepts.js";
import { decrypterFor } from "./decrypter-for.js";
import { vectorFile, vectorSuite, type Jwk } from "./vector-files.js";

/** One example: what went in, and what came out in each serialization. */
interface Example {
  readonly input: { readonly key: Jwk; readonly payload?: string; readonly plaintext?: string };
  readonly output: { readonly compact?: string; readonly json?: object };
}

const read = (path: string) => vectorFile<Example>(`jose-cookbook/${path}.json`);
const verdict = async ({ input: { key }, output }: Example): Promise<boolean> =>
  accepts(
    output.compact ?? JSON.stringify(output.json),
    key.kty === "oct" ? secretKeys(key) : await published([key]),
  );

vectorSuite("IETF JOSE cookbook: signatures (RFC 7520 §4, RFC 7797, RFC 8037)", () => {
  for (const path of [
    "jws/4_1.rsa_v15_signature",
    "jws/4_2.rsa-pss_signature",
    "jws/4_3.ecdsa_signature",
    "jws/4_4.hmac-sha2_integrity_protection",
    "curve25519/jws",
  ])
    it(`${path}: accepted, and refused with another payload`, async () => {
      const example = read(path);
      expect(await verdict(example)).to.equal(true);
      const compact = example.output.compact!.replace(/\.[^.]+\./, ".Zm9v.");
      expect(await verdict({ ...example, output: { compact } })).to.equal(false);
    });

  for (const [path, why] of [
    ["jws/4_5.signature_with_detached_content", "the payload is elsewhere"],
    ["jws/4_6.protecting_specific_header_fields", "only in JSON serialization"],
    ["jws/4_7.protecting_content_only", "only in JSON serialization"],
    ["jws/4_8.multiple_signatures", "only in JSON serialization"],
    ["rfc7797/4.2.hmac-sha2_b64_false", "only in JSON serialization"],
    ["rfc7797/hmac-sha2_b64_false", "b64 is an extension that nobody here understands"],
  ] as const)
    it(`${path}: refused, ${why}`, async () => expect(await verdict(read(path))).to.equal(false));
});

vectorSuite("IETF JOSE cookbook: encryption (RFC 7520 §5, RFC 8037)", () => {
  const opened = ({ input, output }: Example) =>
    decrypterFor(input.key).decrypt(output.compact ?? JSON.stringify(output.json));

  for (const path of [
    "jwe/5_2.key_encryption_using_rsa-oaep_with_aes-gcm",
    "jwe/5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm",
    "jwe/5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2",
    "jwe/5_6.direct_encryption_using_aes-gcm",
    "jwe/5_8.key_wrap_using_aes-keywrap_with_aes-gcm",
    "curve25519/ecdh-es",
  ])
    it(`${path}: opened`, async () => {
      const example = read(path);
      expect(await opened(example)).to.equal(example.input.plaintext);
    });

  for (const [path, why] of [
    ["jwe/5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2", "RSA1_5 invites padding oracles"],
    ["jwe/5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2", "A256GCMKW is not accepted"],
    ["jwe/5_9.compressed_content", "compressed content is never unpacked"],
    ["jwe/5_10.including_additional_authentication_data", "only in JSON serialization"],
    ["jwe/5_11.protecting_specific_header_fields", "only in JSON serialization"],
    ["jwe/5_12.protecting_content_only", "only in JSON serialization"],
  ] as const)
    it(`${path}: refused, ${why}`, async () => expect(await opened(read(path))).to.equal(undefined));

  it("jwe/5_3 key wrap with PBES2: refused, a password is never asked to be stretched", async () => {
    const { input, output } = vectorFile<Example & { input: { pwd: string } }>(
      "jose-cookbook/jwe/5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2.json",
    );
    const key = { kty: "oct", k: Buffer.from(input.pwd).toString("base64url") };
    expect(await decrypterFor(key).decrypt(output.compact!)).to.equal(undefined);
  });

  it("jwe/5_13 several recipients: refused with each of their keys, only in JSON serialization", async () => {
    const path = "jose-cookbook/jwe/5_13.encrypting_to_multiple_recipients.json";
    const { input, output } = vectorFile<{ input: { key: readonly Jwk[] }; output: { json: object } }>(path);
    expect(input.key).to.have.length(3);
    for (const key of input.key)
      expect(await decrypterFor(key).decrypt(JSON.stringify(output.json))).to.equal(undefined);
  });

  it("6 nesting: opened, and its signature accepted", async () => {
    const { sign, encrypt } = vectorFile<{ sign: Example; encrypt: Example }>(
      "jose-cookbook/6.nesting_signatures_and_encryption.json",
    );
    const inner = await opened(encrypt);
    expect(inner).to.equal(sign.output.compact);
    expect(new CompactJwsReader().read(inner!)).to.have.nested.property("payload.iss", "hobbiton.example");
    expect(await verdict(sign)).to.equal(true);
  });
});

vectorSuite("IETF JOSE cookbook: keys (RFC 7520 §3)", () => {
  const key = (name: string) => vectorFile<Jwk>(`jose-cookbook/jwk/${name}.json`);

  for (const [name, kind] of [
    ["3_1.ec_public_key", "P-521"],
    ["3_2.ec_private_key", "P-521"],
    ["3_3.rsa_public_key", "RSA"],
    ["3_4.rsa_private_key", "RSA"],
  ] as const)
    it(`${name}: ${kind}, the public half alone`, async () => {
      const [found, ...others] = await published([key(name)]);
      expect(others).to.deep.equal([]);
      expect(found).to.include({ kind, kid: "bilbo.baggins@hobbiton.example" });
      expect(found!.key.type).to.equal("public");
    });

  for (const name of ["3_5.symmetric_key_mac_computation", "3_6.symmetric_key_encryption"])
    it(`${name}: never from a published set`, async () =>
      expect(await published([key(name)])).to.deep.equal([]));

  it("3_5: as a shared secret in the options", () =>
    expect(secretKeys(key("3_5.symmetric_key_mac_computation"))[0]).to.include({ kind: "secret" }));
});
