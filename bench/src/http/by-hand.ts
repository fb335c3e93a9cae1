import type { IncomingHttpHeaders } from "node:http";
import type * as Jose from "jose";
import { createAwsVerifier } from "../peers/aws-jwt-verify.js";
import { loadPeer } from "../peers/load-peer.js";
import type { World } from "../world/world.js";

/** The token of a request, as middleware that people write by hand reads it. */
export function jwtBearing({ authorization }: IncomingHttpHeaders): string | undefined {
  return authorization?.startsWith("Bearer ") ? authorization.slice(7) : undefined;
}

/** Checks a token; rejects when it is not good. */
export type CheckByHand = (token: string) => Promise<unknown>;

/** jose as people use it in a middleware. */
export function joseByHand({ jwksUri, issuer, appId }: World): CheckByHand {
  const { createRemoteJWKSet, jwtVerify } = loadPeer<typeof Jose>("jose");
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const expected = { algorithms: ["RS256"], issuer, audience: appId };
  return (token) => jwtVerify(token, keys, expected);
}

/** aws-jwt-verify as people use it in a middleware, with the keys fetched at the start unless it is to begin cold. */
export async function awsByHand(world: World, cold: boolean): Promise<CheckByHand> {
  const verifier = createAwsVerifier(world);
  if (!cold) await verifier.hydrate();
  return (token) => verifier.verify(token);
}
