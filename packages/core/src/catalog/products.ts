import { isGuid } from "../lib/guid.js";
import type { ProductMetadata } from "./metadata.js";

/** Kinds of credential a product can accept. */
export type CredentialKind = "token" | "key";

/** A product with every default filled in. */
export interface Product<P extends string = string> {
  readonly name: P;
  readonly displayName: string;
  readonly accepts: Readonly<Record<CredentialKind, boolean>>;
  /** Whether it also admits requests without a credential. */
  readonly open: boolean;
  /** `notPublished` hides a product from portals. As in the gateway, it does not affect access. */
  readonly state: "published" | "notPublished";
  /** App role that its tokens must carry; undefined when only clients and claims are checked. */
  readonly role: string | undefined;
  /** Client applications that may use it; undefined: every client with the role. */
  readonly clients: ReadonlySet<string> | undefined;
  readonly requiredClaims: readonly RequiredClaim[];
  /** Application id of the app registration with its own signing key; undefined when the tenant's keys sign. */
  readonly ownSigningKeyOf: string | undefined;
  /** Exact values of `aud`, per shape of token; none for a version of Entra's tokens that the product does not accept. */
  readonly audiences: Readonly<Record<TokenProfile, readonly string[]>>;
  /** The values of `aud` in the versions that the product does not accept. */
  readonly refusedAudiences: Readonly<Record<TokenProfile, readonly string[]>>;
  /** The first audience as configured, for the clients that ask for tokens; undefined without one. */
  readonly audience: string | undefined;
  readonly metadata: ProductMetadata;
}

/** Capitalizes a name: the default display name of a product. */
export const capitalised = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/**
 * Derives the accepted `aud` values of a product. A v2 token always carries the application id. A v1 token carries the
 * application id or the identifier URI that the client requested, with or without a trailing slash. Tokens of other
 * issuers carry the configured values.
 */
export function audiencesOf(configured: readonly string[]): Product["audiences"] {
  const written = configured.map(canonical);
  const ids = written.map(applicationIdOf).filter((id) => id !== undefined);
  const uris = [...written.filter((text) => !isGuid(text)), ...ids.map((id) => `api://${id}`)];
  return {
    "entra-v1": unique([...ids, ...uris.flatMap((uri) => [uri, uri.endsWith("/") ? uri : `${uri}/`])]),
    "entra-v2": unique(ids),
    openid: unique(configured),
  };
}

const unique = (texts: readonly string[]): readonly string[] => Object.freeze([...new Set(texts)]);

// Entra writes GUIDs in lower case; a configured one may be in upper case.
const canonical = (text: string): string => (applicationIdOf(text) === undefined ? text : text.toLowerCase());

function applicationIdOf(text: string): string | undefined {
  const id = text.startsWith("api://") ? text.slice("api://".length) : text;
  return isGuid(id) ? id.toLowerCase() : undefined;
}

/** A claim that tokens must carry (`required-claims` of API Management's `validate-jwt`). */
export interface RequiredClaim {
  readonly name: string;
  /** Accepted values, compared exactly. Default: any value, the claim must be present. */
  readonly values?: readonly string[];
  /** Whether the claim must hold all of the values or any of them. Default `all`. */
  readonly match?: "all" | "any";
  /** Separator that splits a string into several values, such as `" "` for `scp`. Default: the string is one value. */
  readonly separator?: string;
}

/** Shape of an access token: Entra v1 (`ver` "1.0"), Entra v2 (`ver` "2.0"), or that of another OpenID issuer. */
export type TokenProfile = "entra-v1" | "entra-v2" | "openid";
