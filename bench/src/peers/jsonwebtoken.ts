import { loadPeer } from "./load-peer.js";
import { tokenOf, type Peer, type PeerKeys } from "./peer.js";

interface JsonWebToken {
  verify(token: string, key: unknown, options: object): unknown;
}

/** `jsonwebtoken` with a key object, and with the text that `jwks-rsa` hands it. */
export function jsonwebtokenChecks({ world, publicKey, pem }: PeerKeys): Peer[] {
  const { verify } = loadPeer<JsonWebToken>("jsonwebtoken");
  const expected = { algorithms: ["RS256"], issuer: world.issuer, audience: world.appId };
  return [
    {
      name: "jsonwebtoken, KeyObject",
      kind: "peer",
      remembers: 0,
      check: (field) => verify(tokenOf(field), publicKey, expected),
    },
    {
      name: "jsonwebtoken, PEM",
      kind: "peer",
      remembers: 0,
      check: (field) => verify(tokenOf(field), pem, expected),
    },
  ];
}
