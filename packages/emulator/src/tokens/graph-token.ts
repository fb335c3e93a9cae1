import { createHash, randomBytes, verify } from "node:crypto";
import type { Authority } from "../authority.js";
import type { Members } from "./compact-jws.js";
import { signToken } from "./token-wish.js";

/**
 * Signs a token for Microsoft Graph. As in Entra, its header has a `nonce` and the signature covers the SHA-256 of the
 * nonce instead: only Graph can verify the token.
 */
export function signGraphToken(authority: Authority, header: Members, claims: Members): string {
  const nonce = randomBytes(32).toString("base64url");
  const signed = signToken(authority, { ...header, nonce: hashed(nonce) }, claims);
  const [, payload = "", signature = ""] = signed.split(".");
  return [encode({ ...header, nonce }), payload, signature].join(".");
}

/** Verifies a token for Microsoft Graph and returns its claims; undefined for any other text. */
export function readGraphToken({ keyRing }: Authority, token: string): Members | undefined {
  const [head = "", payload = "", signature = "", ...rest] = token.split(".");
  const [header, claims] = [decode(head), decode(payload)];
  if (rest.length > 0 || header === undefined || claims === undefined) return undefined;
  const { nonce, kid, alg } = header;
  const key = keyRing.list().find((one) => one.kid === kid);
  if (key === undefined || alg !== "RS256" || typeof nonce !== "string") return undefined;
  const input = `${encode({ ...header, nonce: hashed(nonce) })}.${payload}`;
  const valid = verify("sha256", Buffer.from(input), key.publicKey, Buffer.from(signature, "base64url"));
  return valid ? claims : undefined;
}

function hashed(nonce: string): string {
  return createHash("sha256").update(nonce).digest("base64url");
}

function encode(members: Members): string {
  return Buffer.from(JSON.stringify(members)).toString("base64url");
}

function decode(part: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Members)
      : undefined;
  } catch {
    return undefined;
  }
}
