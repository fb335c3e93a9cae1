import { constants, type KeyObject, sign } from "node:crypto";

/** JSON members by name; a member that is undefined is left out. */
export type Members = Record<string, unknown>;

/** Serializes a JWS in compact form (RFC 7515 §7.1) whatever the header claims, so that tests can make it lie. */
export function compactJws(header: Members, payload: Members, signer: (input: Buffer) => Buffer): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signer(Buffer.from(input)).toString("base64url")}`;
}

/** Makes a signer for an RSA `alg` (RFC 7518 §3.3, §3.5). Any other `alg` gets an RS256 signature. */
export function rsaSigner(key: KeyObject, alg: unknown): (input: Buffer) => Buffer {
  const [, family = "RS", bits = "256"] = /^(RS|PS)(256|384|512)$/.exec(String(alg)) ?? [];
  if (family === "RS") return (input) => sign(`sha${bits}`, input, key);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return (input) => sign(`sha${bits}`, input, { key, padding, saltLength });
}

function encode(members: Members): string {
  return Buffer.from(JSON.stringify(members)).toString("base64url");
}
