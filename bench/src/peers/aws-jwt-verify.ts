import { loadPeer } from "./load-peer.js";
import type { World } from "../world/world.js";
import { tokenOf, type Peer, type PeerKeys } from "./peer.js";

/** As much of a verifier of `aws-jwt-verify` as is used. */
export interface AwsVerifier {
  cacheJwks(jwks: object): void;
  hydrate(): Promise<void>;
  verify(token: string): Promise<unknown>;
  verifySync(token: string): unknown;
}

/** A verifier of `aws-jwt-verify` for this world's tokens. */
export function createAwsVerifier({ issuer, appId, jwksUri }: World): AwsVerifier {
  const { JwtVerifier } = loadPeer<{ JwtVerifier: { create(options: object): AwsVerifier } }>(
    "aws-jwt-verify",
  );
  return JwtVerifier.create({ issuer, audience: appId, jwksUri });
}

/** `aws-jwt-verify` with its keys at hand, in its synchronous way. */
export function awsChecks({ world, jwks }: PeerKeys): Peer[] {
  const verifier = createAwsVerifier(world);
  verifier.cacheJwks(jwks);
  return [
    {
      name: "aws-jwt-verify",
      kind: "peer",
      remembers: 0,
      check: (field) => verifier.verifySync(tokenOf(field)),
    },
  ];
}
