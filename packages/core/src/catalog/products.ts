import { isGuid } from "../lib/guid.js";

/** Kinds of credential a product can accept. */
export type CredentialKind = "token" | "key";

/** A product as settled: every default filled in. Plain data. */
export interface Product<P extends string = string> {
  readonly name: P;
  readonly displayName: string;
  readonly accepts: Readonly<Record<CredentialKind, boolean>>;
  /** Whether it also lets requests in that carry no credential. */
  readonly open: boolean;
  /** `notPublished` hides a product from portals; it decides nothing at run time, as in the gateway. */
  readonly state: "published" | "notPublished";
  /** App role that its tokens must carry; undefined when clients and claims decide alone. */
  readonly role: string | undefined;
  /** Client applications that may use it; undefined: every one with the role. */
  readonly clients: ReadonlySet<string> | undefined;
  readonly requiredClaims: readonly RequiredClaim[];
  /** Exact values of `aud`, per shape of token. */
  readonly audiences: Readonly<Record<TokenProfile, readonly string[]>>;
}

/** The name with a capital at its start: what a product without a display name is called. */
export const capitalised = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/**
 * The `aud` values of a product's tokens. A v2 token always carries the application id; a v1 token the identifier
 * URI its client asked for, with or without a trailing slash, or the application id. Other issuers write it as it is
 * configured.
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

// Entra writes GUIDs in lower case; somebody may have copied one in upper case from elsewhere.
const canonical = (text: string): string => (applicationIdOf(text) === undefined ? text : text.toLowerCase());

function applicationIdOf(text: string): string | undefined {
  const id = text.startsWith("api://") ? text.slice("api://".length) : text;
  return isGuid(id) ? id.toLowerCase() : undefined;
}

/** A claim that tokens must carry (`required-claims` of API Management's `validate-jwt`). */
export interface RequiredClaim {
  readonly name: string;
  /** Accepted values, compared exactly, at least one. Default: the claim must be present. */
  readonly values?: readonly string[];
  /** Whether all of the values must be there, or any. Default `all`. */
  readonly match?: "all" | "any";
  /** Splits one text into several values, such as `" "` for `scp`. Default: the text is one value. */
  readonly separator?: string;
}

/** Shape of an access token: Entra v1 (`ver` "1.0"), Entra v2 (`ver` "2.0"), or that of another OpenID issuer. */
export type TokenProfile = "entra-v1" | "entra-v2" | "openid";
