import { randomBytes, randomUUID } from "node:crypto";

/** The same token with a signature of the right length and alphabet that is not one. */
export function withBadSignature(token: string): string {
  const dot = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(dot + 1), "base64url");
  signature[signature.length >> 1]! ^= 1;
  return `${token.slice(0, dot)}.${signature.toString("base64url")}`;
}

/** The same token with the `kid` of an unpublished key. */
export function withUnknownKid(token: string): string {
  const dot = token.indexOf(".");
  const header = JSON.parse(Buffer.from(token.slice(0, dot), "base64url").toString()) as object;
  const other = JSON.stringify({ ...header, kid: randomUUID() });
  return Buffer.from(other).toString("base64url") + token.slice(dot);
}

/** Three parts of the size of a token's, and no token. */
export function garbage(): string {
  return [108, 770, 256].map((bytes) => randomBytes(bytes).toString("base64url")).join(".");
}
