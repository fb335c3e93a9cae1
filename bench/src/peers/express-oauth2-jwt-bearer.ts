import type { RequestHandler } from "express";
import type { World } from "../world/world.js";
import { loadPeer } from "./load-peer.js";
import type { Peer, PeerKeys } from "./peer.js";

interface Bearer {
  auth(options: object): RequestHandler;
}

/** The middleware of `express-oauth2-jwt-bearer` for this world's tokens. */
export function bearerMiddleware({ issuer, appId }: World): RequestHandler {
  return loadPeer<Bearer>("express-oauth2-jwt-bearer").auth({ issuerBaseURL: issuer, audience: appId });
}

/**
 * The verifier of `express-oauth2-jwt-bearer`. It is not exported by itself: this is its middleware, given the little
 * of a request that it reads.
 */
export function bearerChecks({ world }: PeerKeys): Peer[] {
  const middleware = bearerMiddleware(world);
  const request = {
    protocol: "http",
    host: "localhost",
    url: "/orders",
    method: "GET",
    query: {},
    is: () => false,
  };
  const check = (authorization: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = { host: "localhost", authorization };
      const next = (error?: unknown) => (error === undefined ? resolve() : reject(error as Error));
      void middleware({ ...request, headers, get: () => "localhost" } as never, {} as never, next);
    });
  return [{ name: "express-oauth2-jwt-bearer", kind: "peer", remembers: 0, check }];
}
