import type { ProductAuthOptions } from "@product-auth/express";

/** What an issuer publishes, a token as its documentation shows it, and tokens that are confused with it. */
export interface Recipe {
  readonly title: string;
  readonly options: ProductAuthOptions<"orders">;
  /** For users: the scope that the route requires in place of the product's role. */
  readonly scope?: string;
  readonly discoveryUrl: string;
  readonly document: { readonly issuer: string; readonly jwks_uri: string } & Readonly<
    Record<string, unknown>
  >;
  /** Members of the signing key besides `kty`, `n` and `e`. */
  readonly key: object;
  readonly otherKeys?: readonly object[];
  readonly header: object;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly client: string;
  /** Changes to the good token, and the refusal. */
  readonly refused: Readonly<Record<string, readonly [change: object, status: number, code: string]>>;
}

export const now: number = Math.floor(Date.now() / 1000);
export const times = { iat: now - 10, exp: now + 3600 } as const;
export const API = "https://orders.contoso.example";
export const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
export const USER = "33334444-cccc-5555-dddd-6666eeee7777";
export const WEB_APP = "11112222-bbbb-3333-cccc-4444dddd5555";
