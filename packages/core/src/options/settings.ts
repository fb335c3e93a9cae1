import type { AnswerSettings } from "../answer/answer.js";
import { segmentsOf, templateSegments, type Api } from "../catalog/apis.js";
import { audiencesOf, capitalised, type Product } from "../catalog/products.js";
import { MemoryClientRegistry, type ClientRegistry } from "../evidence/clients/client-application.js";
import { BoundedClientRegistry } from "../evidence/clients/look-up-client.js";
import type { CredentialSources } from "../request/credentials.js";
import { ConfigurationError } from "../lib/errors.js";
import { isGuid } from "../lib/guid.js";
import type { ApiOptions, ProductAuthOptions, ProductOptions, SigningKeyOptions } from "./options.js";
import { metadataUrlOf, type ResourceMetadata } from "../answer/protected-resource.js";
import { CachingStore } from "../evidence/subscriptions/caching-store.js";
import { MemorySubscriptionStore } from "../evidence/subscriptions/memory-store.js";
import type { SubscriptionStore } from "../evidence/subscriptions/subscription.js";
import { deepFreeze } from "../lib/deep-freeze.js";
import { DEFAULT_KEY_TIMES, type KeyTimes } from "../evidence/tokens/keys/key-ring.js";
import { DEFAULT_TOKEN_CACHE_BYTES } from "../evidence/tokens/token-cache.js";
import { problemsOf } from "./check.js";
import { issuersOf } from "./issuers.js";
import type { DecisionSettings } from "../decision/decision.js";
import type { IssuerSettings } from "../evidence/tokens/issuers/issuer-settings.js";

/** The options, settled once: every default filled in, every problem excluded, frozen. */
export interface Settings<P extends string = string> extends DecisionSettings, AnswerSettings {
  readonly products: ReadonlyMap<string, Product<P>>;
  readonly apis: ReadonlyMap<string, Api<P>>;
  /** Whether `apis` is said at all, with or without a name in it. */
  readonly byPath: boolean;
  readonly unmatchedPaths: "refuse" | "any-product";
  readonly caseSensitivePaths: boolean;
  /** Peppers of subscription keys, the current one first; "" for none. */
  readonly peppers: readonly string[];
  /** None: clients are not looked up. */
  readonly clients: ClientRegistry | undefined;
  readonly issuers: IssuerSettings;
  readonly store: SubscriptionStore;
  /** Milliseconds for which an answer of the store or the registry is waited for. */
  readonly storeTimeout: number;
  readonly keyTimes: KeyTimes;
  /** Milliseconds for one fetch. */
  readonly fetchTimeout: number;
  readonly tokenCacheSize: number;
  readonly tokenCacheBytes: number;
  readonly resource: ResourceMetadata | undefined;
  readonly onDecision: ProductAuthOptions["onDecision"];
  readonly onCatalogUpdate: ProductAuthOptions["onCatalogUpdate"];
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

/** Checks and settles the options, or throws one `ConfigurationError` that lists every problem. */
export function settle<P extends string>(options: ProductAuthOptions<P>): Settings<P> {
  const { products, apis } = settleCatalog(options);
  const issuers = issuersOf(options as ProductAuthOptions, [...products.values()]);
  const { protectedResource, failedValidation } = options;
  const sources = sourcesOf(options as ProductAuthOptions);
  const peppers = peppersOf(options.subscriptionKeyPepper);
  const storeTimeout = Math.ceil((options.storeTimeout ?? 3) * 1000);
  return Object.freeze({
    products,
    apis,
    byPath: options.apis !== undefined,
    unmatchedPaths: options.unmatchedPaths ?? "refuse",
    caseSensitivePaths: options.caseSensitivePaths ?? false,
    issuers,
    store: storeOf(options as ProductAuthOptions, peppers, storeTimeout),
    storeTimeout,
    peppers,
    clients: registryOf(options.clientApplications, storeTimeout),
    subscriptionDates: options.subscriptionDates ?? "enforce",
    sources,
    tokenElsewhere: !("header" in sources.token) || sources.token.header !== "authorization",
    clockTolerance: options.clockTolerance ?? 300,
    ...(failedValidation?.status !== undefined && { failedStatus: failedValidation.status }),
    ...(failedValidation?.message !== undefined && { failedMessage: failedValidation.message }),
    keyTimes: keyTimesOf(options.signingKeys ?? {}),
    fetchTimeout: Math.ceil((options.signingKeys?.timeout ?? 5) * 1000), // a timer takes whole milliseconds
    tokenCacheSize: options.tokenCacheSize ?? 10_000,
    tokenCacheBytes: options.tokenCacheBytes ?? DEFAULT_TOKEN_CACHE_BYTES,
    errors: options.errors ?? "gateway",
    resource: protectedResource && {
      ...protectedResource,
      authorizationServers: issuers.names,
      bearerMethods: bearerMethodsOf(sources.token),
    },
    ...(protectedResource !== undefined && {
      resourceMetadataUrl: metadataUrlOf(protectedResource.resource),
    }),
    onDecision: options.onDecision,
    onCatalogUpdate: options.onCatalogUpdate,
    clock: options.clock ?? Date.now,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  });
}

/** Checks all options and settles products and APIs alone: nothing is opened or made that would have to be closed. */
export function settleCatalog<P extends string>(
  options: ProductAuthOptions<P>,
): Pick<Settings<P>, "products" | "apis"> {
  const problems = problemsOf(options as ProductAuthOptions);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const products = Object.entries<ProductOptions>(options.products);
  const { header, query } = keyNamesOf(options.subscriptionKeyParameterNames);
  return {
    products: new Map(products.map(([name, product]) => [name, productOf(name as P, product)])),
    apis: new Map(
      Object.entries<ApiOptions>(options.apis ?? {}).map(([name, api]) => [
        name,
        apiOf(
          name,
          api as ApiOptions<P>,
          keyNamesOf({ header, query, ...api.subscriptionKeyParameterNames }),
        ),
      ]),
    ),
  };
}

function apiOf<P extends string>(
  name: string,
  options: ApiOptions<P>,
  key: Required<KeyParameterNames>,
): Api<P> {
  return Object.freeze({
    name,
    displayName: options.displayName ?? name,
    path: options.path.replace(/^\/+|\/+$/g, ""),
    segments: Object.freeze(segmentsOf(options.path)),
    products: Object.freeze([...(options.products ?? [])]),
    subscriptionRequired: options.subscriptionRequired ?? true,
    key: keyPlaceOf(key),
    operations:
      options.operations &&
      Object.entries(options.operations).map(([operation, { method, urlTemplate }]) =>
        Object.freeze({
          name: operation,
          method: method.toUpperCase(),
          segments: Object.freeze(templateSegments(urlTemplate)),
        }),
      ),
  });
}

interface KeyParameterNames {
  readonly header?: string;
  readonly query?: string;
}

const keyNamesOf = ({ header, query }: KeyParameterNames = {}): Required<KeyParameterNames> => ({
  header: header ?? "Ocp-Apim-Subscription-Key",
  query: query ?? "subscription-key",
});

const keyPlaceOf = ({ header, query }: Required<KeyParameterNames>): CredentialSources["key"] =>
  Object.freeze({ header: header.toLowerCase(), headerAsWritten: header, query });

function peppersOf(pepper: ProductAuthOptions["subscriptionKeyPepper"]): readonly string[] {
  if (pepper === undefined || typeof pepper === "string") return [pepper ?? ""];
  return Object.freeze([pepper.current, ...pepper.previous]);
}

function registryOf(
  clients: ProductAuthOptions["clientApplications"],
  timeout: number,
): ClientRegistry | undefined {
  if (clients === undefined) return undefined;
  if ("findClient" in clients) return new BoundedClientRegistry(clients, timeout);
  return new MemoryClientRegistry(clients);
}

function productOf<P extends string>(name: P, options: ProductOptions): Product<P> {
  const displayName = options.displayName ?? capitalised(name);
  const accepts = options.accepts ?? ["token"];
  const role = options.role ?? `Product.${displayName}.All`;
  return Object.freeze({
    name,
    displayName,
    // A key for an open product is still honoured, and a bad one still refused.
    accepts: Object.freeze({
      token: accepts.includes("token"),
      key: accepts.includes("key") || accepts.includes("open"),
    }),
    open: accepts.includes("open"),
    state: options.state ?? "published",
    role: role === false ? undefined : role,
    clients: options.clients && new Set(options.clients.flatMap(spellingsOf)),
    requiredClaims: deepFreeze(structuredClone([...(options.requiredClaims ?? [])])),
    audiences: Object.freeze(audiencesOf([options.audience ?? []].flat())),
  });
}

// Entra writes GUIDs in lower case; somebody may have copied one in upper case from elsewhere.
const spellingsOf = (client: string) => (isGuid(client) ? [client, client.toLowerCase()] : [client]);

function sourcesOf({
  tokenSource,
  subscriptionKeyParameterNames,
  maxTokenLength,
}: ProductAuthOptions): CredentialSources {
  return Object.freeze({
    maxTokenLength: maxTokenLength ?? 16_384,
    token: Object.freeze(tokenSourceOf(tokenSource)),
    key: keyPlaceOf(keyNamesOf(subscriptionKeyParameterNames)),
  });
}

function tokenSourceOf(source: ProductAuthOptions["tokenSource"]): CredentialSources["token"] {
  if (source?.query !== undefined) return { query: source.query };
  const header = (source?.header ?? "authorization").toLowerCase();
  if (header !== "authorization") return { header, scheme: "none" };
  return { header, scheme: (source?.requireScheme ?? true) ? "required" : "optional" };
}

function bearerMethodsOf(token: CredentialSources["token"]): ResourceMetadata["bearerMethods"] {
  if ("query" in token) return ["query"];
  return token.header === "authorization" ? ["header"] : [];
}

function storeOf(
  { subscriptions = [], subscriptionCache = {}, clock = Date.now }: ProductAuthOptions,
  [pepper]: readonly string[],
  timeout: number,
): SubscriptionStore {
  if (!("findByKeyDigest" in subscriptions)) return new MemorySubscriptionStore(subscriptions, pepper);
  const { ttl = 5, max = 10_000 } = subscriptionCache;
  return new CachingStore(subscriptions, { ttl: ttl * 1000, max, clock, timeout });
}

function keyTimesOf({ timeout: _, ...given }: SigningKeyOptions): KeyTimes {
  const inMilliseconds = Object.entries(given).flatMap(([name, seconds]) =>
    seconds === undefined ? [] : [[name, seconds * 1000] as const],
  );
  return Object.freeze({ ...DEFAULT_KEY_TIMES, ...Object.fromEntries(inMilliseconds) });
}
