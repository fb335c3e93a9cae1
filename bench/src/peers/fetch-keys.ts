import { createPublicKey, type JsonWebKey } from "node:crypto";
import type { JSONWebKeySet } from "jose";
import type { World } from "../world/world.js";
import type { PeerKeys } from "./peer.js";

/** Fetches the issuer's keys, for peers that are given them. */
export async function fetchKeys(world: World): Promise<PeerKeys> {
  const jwks = (await (await fetch(world.jwksUri)).json()) as JSONWebKeySet;
  const signer = jwks.keys.find(({ kid }) => kid === world.signingKid);
  const publicKey = createPublicKey({ key: signer as JsonWebKey, format: "jwk" });
  return { world, jwks, publicKey, pem: publicKey.export({ type: "spki", format: "pem" }).toString() };
}
