import { createHmac } from "node:crypto";

/** JSON members by name. */
export type Members = Record<string, unknown>;

/** One part of a compact JWS: text or bytes as they are, anything else as JSON. */
export function part(content: unknown): string {
  const isRaw = typeof content === "string" || content instanceof Uint8Array;
  return Buffer.from(isRaw ? content : JSON.stringify(content)).toString("base64url");
}

/** A token taken apart. */
export function parts(token: string): { header: Members; claims: Members; signature: string } {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const read = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString()) as Members;
  return { header: read(header), claims: read(payload), signature };
}

/** The token with some of its header replaced and everything else, the signature too, as it was. */
export function withHeader(token: string, header: Members): string {
  const [, payload, signature] = token.split(".");
  return [part({ ...parts(token).header, ...header }), payload, signature].join(".");
}

/** The token with some of its claims replaced and everything else, the signature too, as it was. */
export function withClaims(token: string, claims: Members): string {
  const [header, , signature] = token.split(".");
  return [header, part({ ...parts(token).claims, ...claims }), signature].join(".");
}

/** The token with an HMAC in place of its signature, and the header that goes with it. */
export function macced(
  token: string,
  algorithm: "HS256" | "HS384" | "HS512",
  secret: string | Buffer,
): string {
  const { header, claims } = parts(token);
  const input = `${part({ ...header, alg: algorithm })}.${part(claims)}`;
  const mac = createHmac(`sha${algorithm.slice(2)}`, secret)
    .update(input)
    .digest("base64url");
  return `${input}.${mac}`;
}
