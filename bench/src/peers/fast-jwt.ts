import { loadPeer } from "./load-peer.js";
import { tokenOf, type Peer, type PeerKeys } from "./peer.js";

interface FastJwt {
  createVerifier(options: object): (token: string) => unknown;
}

/** `fast-jwt` with a key at hand, which is its fastest way, without and with its cache of tokens. */
export function fastJwtChecks({ world, pem }: PeerKeys, remembers: number): Peer[] {
  const { createVerifier } = loadPeer<FastJwt>("fast-jwt");
  const expected = { key: pem, algorithms: ["RS256"], allowedIss: world.issuer, allowedAud: world.appId };
  const forgetful = createVerifier(expected);
  const remembering = createVerifier({ ...expected, cache: remembers });
  return [
    {
      name: "fast-jwt, cache off",
      kind: "peer",
      remembers: 0,
      check: (field) => forgetful(tokenOf(field)),
    },
    { name: "fast-jwt, cache on", kind: "peer", remembers, check: (field) => remembering(tokenOf(field)) },
  ];
}
