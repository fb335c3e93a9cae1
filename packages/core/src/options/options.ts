import type { ErrorFormat } from "../answer/answer.js";
import type { CatalogEvent } from "../operators/catalog-events.js";
import type { CredentialKind, RequiredClaim } from "../catalog/products.js";
import type { ClientApplication, ClientRegistry } from "../evidence/clients/client-application.js";
import type { DecisionEvent } from "../operators/events.js";
import type { SubscriptionOptions } from "../evidence/subscriptions/memory-store.js";
import type { SubscriptionStore } from "../evidence/subscriptions/subscription.js";
import type { TokenClaims } from "../evidence/evidence.js";
import type { Algorithm } from "../evidence/tokens/keys/algorithms.js";
import type { GivenKey } from "../evidence/tokens/keys/given-keys.js";
import type { DecryptionKey } from "../evidence/tokens/jws/decrypter.js";
import type { ProtectedResourceOptions } from "../answer/protected-resource.js";

/** A product: a named bundle of APIs with its own audience, app role and accepted credentials. */
export interface ProductOptions {
  /** Name shown to people. Default: its name, with a capital at the start. */
  readonly displayName?: string;
  /**
   * Audience of the product's tokens, as the Entra portal shows it: the application id or its identifier URI
   * (`api://{application id}`), or a list. The spellings that v1 and v2 tokens use are derived. Needed when the
   * product accepts tokens.
   */
  readonly audience?: string | readonly string[];
  /**
   * App role that tokens must carry. Default: `Product.{displayName}.All`. `false` asks for none, which needs
   * `clients` or `requiredClaims` instead: a token's audience alone is no authorization.
   */
  readonly role?: string | false;
  /** Client applications that may use the product, by application id. Default: every one that holds the role. */
  readonly clients?: readonly string[];
  /** Claims that tokens must carry with these values, besides role and audience. */
  readonly requiredClaims?: readonly RequiredClaim[];
  /**
   * Credentials that open the product. Default: `["token"]`. `"open"` lets requests without any credential in as well;
   * a credential that is presented all the same must be good.
   */
  readonly accepts?: readonly (CredentialKind | "open")[];
  /** Default `published`. Decides nothing at run time: it hides a product from portals, as in the gateway. */
  readonly state?: "published" | "notPublished";
}

/** An operation of an API. */
export interface OperationOptions {
  /** HTTP method, such as `GET`. */
  readonly method: string;
  /** Path below the API's, such as `/{id}`; `*` at the end stands for any rest. */
  readonly urlTemplate: string;
}

/** An API: operations under one path. */
export interface ApiOptions<P extends string = string> {
  readonly displayName?: string;
  /** Path below the host, such as `orders`; empty for the root. The API with the longest matching path is meant. */
  readonly path: string;
  /** Products that contain the API, at least one, and at most one of them open. Default: the API is in no product. */
  readonly products?: readonly P[];
  /** Whether calls outside of any product need a subscription. Default true. */
  readonly subscriptionRequired?: boolean;
  /** Where this API's subscription keys are sent. Default: as for all. */
  readonly subscriptionKeyParameterNames?: { readonly header?: string; readonly query?: string };
  /** Operations by name. Default: every method and path below the API's. */
  readonly operations?: { readonly [name: string]: OperationOptions };
}

/** Products and APIs: what `update` replaces at run time. */
export interface CatalogOptions<P extends string = string, A extends string = never> {
  readonly products: { readonly [Name in P]: ProductOptions };
  readonly apis?: { readonly [Name in A]: ApiOptions<NoInfer<P>> };
}

/** An OpenID Connect or OAuth 2.0 issuer whose JWT access tokens are accepted. */
export interface IssuerOptions {
  /**
   * Accepted `iss`, exactly. Default: what the discovery document says. With `discoveryUrl` or `jwksUri` it replaces
   * the document's; alone, the document is looked for below it and must name it (OpenID Connect Discovery 1.0 §4).
   */
  readonly issuer?: string | readonly string[];
  /** Address of the discovery document. */
  readonly discoveryUrl?: string;
  /** Address of the key set, where there is no discovery document. */
  readonly jwksUri?: string;
  /** Keys given here instead of fetched ones. A `secret` is a shared secret in base64, for HS algorithms only. */
  readonly signingKeys?: readonly GivenKey[];
  /** Products that this issuer's tokens may be for, by name. Default: every product that accepts tokens. */
  readonly products?: readonly string[];
  /** Accepted `alg`. Default `["RS256"]`; HS256, HS384 and HS512 only with `secret` keys. */
  readonly algorithms?: readonly Algorithm[];
  /** Whether a token without `exp` is refused. Default true. */
  readonly requireExpirationTime?: boolean;
  /** Claim with the app roles, a list or a text with spaces. Default `roles`. */
  readonly rolesClaim?: string;
  /** Claim with the scopes, a list or a text with spaces. Default `scope` (RFC 9068 §2.2.3). */
  readonly scopesClaim?: string;
  /** Claim with the client id. Default `client_id`, else `azp`. */
  readonly clientClaim?: string;
  /**
   * Tells whether an application or a user calls; asked once about a token, after its signature has held. Default:
   * the application, when `sub` is the client id (RFC 9068 §2.2); a user otherwise.
   */
  readonly callerOf?: (claims: TokenClaims) => "app-only" | "delegated" | "unknown";
}

/** Where a token is looked for. Exactly one place. */
export interface TokenSourceOptions {
  /** Header field. Default `Authorization`; in any other field the token stands bare. */
  readonly header?: string;
  /** Whether `Authorization` must say `Bearer`. Default true; false also accepts the bare token. */
  readonly requireScheme?: boolean;
  /** Query parameter instead of a header. Tokens in addresses end up in logs (RFC 6750 §5.3). */
  readonly query?: string;
}

/** WebSockets and other upgrades. */
export interface UpgradeOptions {
  /**
   * Origins of the pages that may open connections, such as `https://app.example`. Default: none, and every request
   * with an `Origin`, which browsers send, is refused. `"any"` compares none. Programs send none, and are not affected.
   */
  readonly origins?: readonly string[] | "any";
  /** Whether a connection is ended when its credential does not admit any more. Default true. */
  readonly endConnections?: boolean;
  /** Seconds for `onEnd` to close a connection, at most 30; then its socket is destroyed. Default 0.5. */
  readonly closeTimeout?: number;
  /**
   * Seconds for which a connection stays while a store or keys that are unavailable keep it from being checked again,
   * at most 3600. Default 60.
   */
  readonly recheckTimeout?: number;
}

/** National clouds by name, each with its login service. */
export type CloudName = "public" | "us-government" | "china";

/** `ver` of an Entra access token. */
export type TokenVersion = "1.0" | "2.0";

/** How long signing keys, and the metadata that says where they are, live. All in seconds. */
export interface SigningKeyOptions {
  /** Age at which keys and metadata are fetched again in the background. Default 3600, at most 86400. */
  readonly refreshInterval?: number;
  /** An unknown `kid` causes at most one fetch in this time. Default 300, at most 3600. */
  readonly unknownKeyInterval?: number;
  /**
   * Keys and metadata older than this are not used even when the issuer is down. Default 86400, at most 604800 (7
   * days), and not less than `refreshInterval`.
   */
  readonly lastKnownGood?: number;
  /** Time for one fetch, body included. Default 5, at most 60. */
  readonly timeout?: number;
}

/** Options of `productAuth`. They are checked once, all problems together, and never written to. */
export interface ProductAuthOptions<
  P extends string = string,
  A extends string = never,
> extends CatalogOptions<P, A> {
  /**
   * Entra tenant whose tokens are accepted: its GUID or a verified domain; a list of GUIDs; or `organizations` or
   * `common` together with `allowedTenants`. Needed when a product accepts tokens and no other issuer is named.
   */
  readonly tenantId?: string | readonly string[] | undefined;
  /** Tenants by GUID, of all those that `organizations` or `common` stand for. */
  readonly allowedTenants?: readonly string[];
  /** Login service by the name of its cloud. Default `public`. */
  readonly cloud?: CloudName;
  /** Subdomain of an External ID tenant: `contoso` for `contoso.ciamlogin.com`. */
  readonly externalId?: string;
  /** Origin of the login service, for any other one. Plain http only on this machine. */
  readonly authorityHost?: string | undefined;
  /** Whether Entra's tokens must carry the optional claim `idtyp`. Default false; recommended. */
  readonly requireIdtyp?: boolean;
  /** Issuers other than Entra. */
  readonly issuers?: readonly IssuerOptions[];
  /** Short for one of `issuers`: its `iss`. */
  readonly issuer?: string;
  /** Short for the key set of `issuer`, where it has no discovery document. */
  readonly jwksUri?: string;
  /** Keys for encrypted tokens (JWE). Default: encrypted tokens are refused. */
  readonly decryptionKeys?: readonly DecryptionKey[];
  /** Where a token is looked for. Default: `Authorization: Bearer`. */
  readonly tokenSource?: TokenSourceOptions;
  /** Status (400 to 499) and text for every token that does not pass. Default 401 and a text per kind. */
  readonly failedValidation?: { readonly status?: number; readonly message?: string };
  /** Publishes what this API is and who issues its tokens (RFC 9728). Default: nothing. */
  readonly protectedResource?: ProtectedResourceOptions;
  /** Versions of tokens accepted. Default: both. */
  readonly tokenVersions?: readonly TokenVersion[];
  /** The products by name. */
  readonly products: { readonly [Name in P]: ProductOptions };
  /**
   * APIs by name. With them, even with none of them, `app.use(auth)` decides by the request's path, and goes on to do so
   * for as long as the instance lives.
   */
  readonly apis?: { readonly [Name in A]: ApiOptions<NoInfer<P>> };
  /** What becomes of requests whose path belongs to no API: 404, or the demand for a credential
   * of any product and then the routes' own guards. Default `refuse`. */
  readonly unmatchedPaths?: "refuse" | "any-product";
  /**
   * Whether the application's routers tell capitals apart (`case sensitive routing`, `sensitive`). A path in other
   * capitals than its API's is 400 then. Default false: it is the API's, unless it could be another one's.
   */
  readonly caseSensitivePaths?: boolean;
  /** Subscriptions whose keys open products: a list, or a store. */
  readonly subscriptions?:
    readonly SubscriptionOptions<NoInfer<P>, [A] extends [never] ? string : NoInfer<A>>[] | SubscriptionStore;
  /**
   * Secret that goes into the digests of subscription keys, kept outside of the store. To change it, give the new one
   * as `current` and the old ones as `previous` until their keys have been regenerated.
   */
  readonly subscriptionKeyPepper?:
    string | { readonly current: string; readonly previous: readonly string[] };
  /**
   * How long answers of a store are remembered, in seconds, and how many. Default 5 and 10000, at most 3600 and 1000000.
   */
  readonly subscriptionCache?: { readonly ttl?: number; readonly max?: number };
  /** Whether start and end dates of subscriptions count, or are only recorded as in the gateway. Default `enforce`. */
  readonly subscriptionDates?: "enforce" | "audit";
  /** Registered client applications: a list, or a registry. Then only these may call, and only linked products. */
  readonly clientApplications?: readonly ClientApplication[] | ClientRegistry;
  /**
   * Seconds for which an answer of the store of subscriptions, and of the registry of client applications, is waited
   * for; then the request is answered 503. Also for their `close()`. Above 0, at most 60. Default 3.
   */
  readonly storeTimeout?: number;
  /** Where a subscription key is sent. Default header `Ocp-Apim-Subscription-Key`, query `subscription-key`. */
  readonly subscriptionKeyParameterNames?: { readonly header?: string; readonly query?: string };
  /** Seconds that clocks may differ. Default 300, as Microsoft's libraries have it; at most 3600. */
  readonly clockTolerance?: number;
  /** Longest token accepted, in characters. Default 16384, at most 131072. */
  readonly maxTokenLength?: number;
  /** Verified tokens remembered at most; 0 switches the cache off. Default 10000, at most 1000000. */
  readonly tokenCacheSize?: number;
  /**
   * Bytes that remembered tokens may take together: one with thousands of roles takes as much as fifty others. 0
   * switches the cache off. Default 33554432 (32 MiB), at most 1073741824 (1 GiB).
   */
  readonly tokenCacheBytes?: number;
  /** How long signing keys live. */
  readonly signingKeys?: SigningKeyOptions;
  /** WebSockets and other upgrades: which pages may connect, and when connections are ended. */
  readonly upgrades?: UpgradeOptions;
  /** Body of refusals. Default `"gateway"`, as API Management writes it. */
  readonly errors?: ErrorFormat;
  /** Called after every decision, with nothing secret. */
  readonly onDecision?: (event: DecisionEvent) => void;
  /** Called after every update of products and APIs, with the paths that another API decides for from then on. */
  readonly onCatalogUpdate?: (event: CatalogEvent) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Fetches discovery documents and keys. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}
