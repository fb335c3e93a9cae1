import { constants, generateKeyPair, sign, type JsonWebKey, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { part, type Members } from "./jose-parts.js";

type Algorithm = "RS256" | "PS256" | "ES256" | "EdDSA";

/** A key pair that signs whatever it is given, well-formed or not. */
export interface RawSigner {
  readonly kid: string;
  /** The public half, as it would be published: without `alg`. */
  readonly jwk: JsonWebKey & { readonly kid: string };
  readonly publicKey: KeyObject;
  /** Signs claims under the usual header or another; texts and bytes are signed as they are. */
  readonly sign: (claims: object | string | Buffer, header?: Members | string) => string;
}

const made = new Map<string, Promise<RawSigner>>();

/** The key pair of that name. Making one takes time, so tests that say the same name share it. */
export function rawSigner(kid: string, algorithm: Algorithm = "RS256", bits = 2048): Promise<RawSigner> {
  const name = `${kid} ${algorithm} ${bits}`;
  if (!made.has(name)) made.set(name, makeSigner(kid, algorithm, bits));
  return made.get(name)!;
}

async function makeSigner(kid: string, algorithm: Algorithm, bits: number): Promise<RawSigner> {
  const { privateKey, publicKey } = await generate(algorithm, bits);
  return {
    kid,
    publicKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, use: "sig" },
    sign(claims, header = { typ: "JWT", alg: algorithm, kid }) {
      const input = `${part(header)}.${part(claims)}`;
      return `${input}.${signatureOf(algorithm, Buffer.from(input), privateKey).toString("base64url")}`;
    },
  };
}

function generate(
  algorithm: Algorithm,
  bits: number,
): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  const make = promisify(generateKeyPair) as unknown as (
    type: string,
    options: object,
  ) => ReturnType<typeof generate>;
  if (algorithm === "ES256") return make("ec", { namedCurve: "P-256" });
  return algorithm === "EdDSA" ? make("ed25519", {}) : make("rsa", { modulusLength: bits });
}

function signatureOf(algorithm: Algorithm, input: Buffer, key: KeyObject): Buffer {
  if (algorithm === "EdDSA") return sign(null, input, key);
  if (algorithm === "ES256") return sign("sha256", input, { key, dsaEncoding: "ieee-p1363" });
  const { RSA_PKCS1_PSS_PADDING, RSA_PKCS1_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
  if (algorithm === "RS256") return sign("sha256", input, { key, padding: RSA_PKCS1_PADDING });
  return sign("sha256", input, { key, padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST });
}
