import { constants, createHmac, sign } from "node:crypto";
import { ecPair, edPair, rsaPair, stream, type Pair } from "./fixed-keys.js";

/** Every key pair there is. `attacker…` is published nowhere, `short` is published though it must not be. */
export const PAIRS = {
  ours: rsaPair("ours"),
  other: rsaPair("other"),
  attacker: rsaPair("attacker"),
  short: rsaPair("short", 1024),
  ec: ecPair("ec"),
  otherEc: ecPair("other ec"),
  attackerEc: ecPair("attacker ec"),
  ed: edPair("ed"),
  attackerEd: edPair("attacker ed"),
} satisfies Record<string, Pair>;

/** The shared secret of those who use one, and another of the same length. */
export const SECRETS = { secret: stream("secret", 32), attackerSecret: stream("attacker secret", 32) };

export type KeyName = keyof typeof PAIRS | keyof typeof SECRETS;
export const KEY_NAMES = [...Object.keys(PAIRS), ...Object.keys(SECRETS)] as KeyName[];

/** Texts that an attacker has, and that careless libraries have taken for a shared secret. */
export const PUBLIC_TEXTS: Readonly<Record<string, string | Buffer>> = {
  pem: PAIRS.ours.pem,
  "pem without the last newline": PAIRS.ours.pem.trim(),
  "pem of the EC key": PAIRS.ec.pem,
  der: PAIRS.ours.publicKey.export({ type: "spki", format: "der" }),
  pkcs1: PAIRS.ours.publicKey.export({ type: "pkcs1", format: "pem" }),
  jwk: JSON.stringify(PAIRS.ours.jwk),
  modulus: PAIRS.ours.jwk.n!,
  kid: "entra-any",
  nothing: "",
};

/** Key texts that must never be shown to anybody. */
export const SECRET_TEXTS: readonly string[] = Object.values(SECRETS).flatMap((secret) =>
  (["base64", "base64url", "hex", "latin1"] as const).map((encoding) => secret.toString(encoding)),
);

/** Signs as `alg` says when the key can do that, and as it can otherwise: a header may lie. */
export function signWith(key: KeyName, alg: unknown, input: string): Buffer {
  const bits = /(256|384|512)$/.exec(String(alg))?.[1] ?? "256";
  if (key in SECRETS) return hmac(bits, SECRETS[key as keyof typeof SECRETS], input);
  const { privateKey } = PAIRS[key as keyof typeof PAIRS];
  const data = Buffer.from(input, "latin1");
  if (privateKey.asymmetricKeyType === "ed25519") return sign(null, data, privateKey);
  if (privateKey.asymmetricKeyType === "ec")
    return sign("sha256", data, { key: privateKey, dsaEncoding: "ieee-p1363" });
  if (!String(alg).startsWith("PS")) return sign(`sha${bits}`, data, privateKey);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return sign(`sha${bits}`, data, { key: privateKey, padding, saltLength });
}

/** HMAC with any text as the secret. */
export const hmac = (bits: string, secret: string | Buffer, input: string): Buffer =>
  createHmac(`sha${bits}`, secret).update(input, "latin1").digest();
