import type { ErrorFormat } from "./answer.js";
import type { CredentialKind } from "./catalog/products.js";
import type { DecisionEvent } from "./events.js";
import type { SubscriptionOptions } from "./subscriptions/memory-store.js";
import type { SubscriptionStore } from "./subscriptions/subscription.js";

/** A product: a named bundle of APIs with its own audience, app role and accepted credentials. */
export interface ProductOptions {
  /** Name shown to people. Default: the product's name in the options. */
  readonly displayName?: string;
  /**
   * Audience of the product's tokens, as the Entra portal shows it: the application id or its identifier URI
   * (`api://{application id}`), or a list. The spellings that v1 and v2 tokens use are derived. Needed when the
   * product accepts tokens.
   */
  readonly audience?: string | readonly string[];
  /** App role that tokens must carry. Default: `Product.{displayName}.All`. */
  readonly role?: string;
  /** Credentials that open the product. Default: `["token"]`. */
  readonly accepts?: readonly CredentialKind[];
}

/** `ver` of an Entra access token. */
export type TokenVersion = "1.0" | "2.0";

/** How long signing keys live. All in seconds. */
export interface SigningKeyOptions {
  /** Age at which keys are fetched again in the background. Default 3600. */
  readonly refreshInterval?: number;
  /** An unknown `kid` causes at most one fetch in this time. Default 300. */
  readonly unknownKeyInterval?: number;
  /** Keys older than this are not used even when the issuer is down. Default 86400. */
  readonly lastKnownGood?: number;
  /** Time for one fetch, body included. Default 5. */
  readonly timeout?: number;
}

/** Options of `productAuth`. They are checked once, all problems together, and never written to. */
export interface ProductAuthOptions<P extends string = string> {
  /** Entra tenant whose tokens are accepted: its GUID or a verified domain. Needed when a product accepts tokens. */
  readonly tenantId?: string | undefined;
  /** Origin of the login service. Default `https://login.microsoftonline.com`. Plain http only on this machine. */
  readonly authorityHost?: string | undefined;
  /** Versions of tokens accepted. Default: both. */
  readonly tokenVersions?: readonly TokenVersion[];
  /** The products by name. */
  readonly products: { readonly [Name in P]: ProductOptions };
  /** Subscriptions whose keys open products: a list, or a store. */
  readonly subscriptions?: readonly SubscriptionOptions<NoInfer<P>>[] | SubscriptionStore;
  /** Where a subscription key is sent. Default header `Ocp-Apim-Subscription-Key`, query `subscription-key`. */
  readonly subscriptionKeyParameterNames?: { readonly header?: string; readonly query?: string };
  /** Seconds that clocks may differ. Default 300, as Microsoft's libraries have it. */
  readonly clockTolerance?: number;
  /** Longest token accepted, in characters. Default 16384. */
  readonly maxTokenLength?: number;
  /** Verified tokens remembered at most; 0 switches the cache off. Default 10000. */
  readonly tokenCacheSize?: number;
  /** How long signing keys live. */
  readonly signingKeys?: SigningKeyOptions;
  /** Body of refusals. Default `"gateway"`, as API Management writes it. */
  readonly errors?: ErrorFormat;
  /** Called after every decision, with nothing secret. */
  readonly onDecision?: (event: DecisionEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Fetches discovery documents and keys. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}
