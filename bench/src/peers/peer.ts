import type { KeyObject } from "node:crypto";
import type { JSONWebKeySet } from "jose";
import type { World } from "../world/world.js";

/** Something that checks access tokens: a peer at its documented best, or ours. */
export interface Peer {
  readonly name: string;
  readonly kind: "baseline" | "ours" | "peer";
  /** Takes the field `Authorization`; throws, or gives a promise that rejects, when its token is not good. */
  readonly check: (authorization: string) => unknown;
  /** Tokens it remembers; 0 when it checks each anew. */
  readonly remembers: number;
}

/** What a check needs: whose tokens, and the keys, fetched already. */
export interface PeerKeys {
  readonly world: World;
  readonly jwks: JSONWebKeySet;
  /** The key that signed, as an object and as text. */
  readonly publicKey: KeyObject;
  readonly pem: string;
}

/** What stands behind `Bearer `. */
export const tokenOf = (authorization: string): string => authorization.slice(7);
