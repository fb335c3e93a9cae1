import { verify } from "node:crypto";
import type { Peer, PeerKeys } from "./peer.js";

/** The minimum work for a new token: only its signature is verified. */
export function floorChecks({ publicKey }: PeerKeys): Peer[] {
  const check = (authorization: string): unknown => {
    const token = authorization.slice("Bearer ".length);
    const dot = token.lastIndexOf(".");
    const payload = Buffer.from(token.slice(token.indexOf(".") + 1, dot), "base64url");
    const claims: unknown = JSON.parse(payload.toString("utf8"));
    const data = Buffer.from(token.slice(0, dot), "latin1");
    if (verify("RSA-SHA256", data, publicKey, Buffer.from(token.slice(dot + 1), "base64url"))) return claims;
    throw new Error("bad signature");
  };
  return [{ name: "decode, JSON.parse, crypto.verify", kind: "baseline", remembers: 0, check }];
}
