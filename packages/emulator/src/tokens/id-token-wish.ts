import type { Authority } from "../authority.js";
import { namedClients } from "../directory/clients.js";
import type { Members } from "./compact-jws.js";
import { idTokenClaims } from "./id-token.js";
import { accessTokenHeader } from "./access-token.js";
import { pick } from "./token-wish.js";

/** Options of an id_token for a test. */
export interface IdTokenWish {
  /** Name of a client in the options of `startEntra`, or its application id when it was made through Graph. */
  client: string;
  /** Name of a user in the options of `startEntra`. */
  user: string;
  /** Default none. */
  nonce?: string;
  /** Default `openid profile email`. */
  scopes?: string[];
  /** Merged over the claims; undefined removes one. */
  claims?: Record<string, unknown>;
  /** Merged over the header; undefined removes a member. */
  header?: Record<string, unknown>;
}

/** Makes header and claims of the id_token that a sign-in would give, with the changes of the options. */
export function draftIdToken(authority: Authority, wish: IdTokenWish): { header: Members; claims: Members } {
  const { users } = authority.directory;
  const client = pick(namedClients(authority.directory), wish.client, "client");
  const user = authority.users.find(wish.user) ?? pick(users, wish.user, "user");
  const { scopes = ["openid", "profile", "email"], nonce } = wish;
  const claims = idTokenClaims(authority, { client, user, scopes, nonce });
  return {
    header: { ...accessTokenHeader(authority.keyRing.current().kid, 2), ...wish.header },
    claims: { ...claims, ...wish.claims },
  };
}
