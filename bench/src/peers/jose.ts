import type * as Jose from "jose";
import { loadPeer } from "./load-peer.js";
import { tokenOf, type Peer, type PeerKeys } from "./peer.js";

/** `jose` with a key set at hand, and with one imported key. */
export async function joseChecks({ world, jwks }: PeerKeys): Promise<Peer[]> {
  const { createLocalJWKSet, importJWK, jwtVerify } = loadPeer<typeof Jose>("jose");
  const expected = { algorithms: ["RS256"], issuer: world.issuer, audience: world.appId };
  const set = createLocalJWKSet(jwks);
  const key = await importJWK(
    jwks.keys.find(({ kid }) => kid === world.signingKid)!,
    "RS256",
  );
  return [
    {
      name: "jose, key set",
      kind: "peer",
      remembers: 0,
      check: (field) => jwtVerify(tokenOf(field), set, expected),
    },
    {
      name: "jose, CryptoKey",
      kind: "peer",
      remembers: 0,
      check: (field) => jwtVerify(tokenOf(field), key, expected),
    },
  ];
}
