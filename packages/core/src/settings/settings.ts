import type { AnswerSettings } from "../answer.js";
import { audiencesOf, type Product } from "../catalog/products.js";
import type { CredentialSources } from "../credentials.js";
import type { DecisionSettings } from "../decide.js";
import { ConfigurationError } from "../errors.js";
import { isGuid } from "../guid.js";
import type { ProductAuthOptions, ProductOptions, SigningKeyOptions } from "../options.js";
import { metadataUrlOf, type ResourceMetadata } from "../protected-resource.js";
import { MemorySubscriptionStore } from "../subscriptions/memory-store.js";
import type { SubscriptionStore } from "../subscriptions/subscription.js";
import { deepFreeze } from "../tokens/deep-freeze.js";
import type { KeyTimes } from "../tokens/key-ring.js";
import { problemsOf } from "./check.js";
import { issuersOf, type IssuerSettings } from "./issuers.js";

/** The options, settled once: every default filled in, every problem excluded, frozen. */
export interface Settings<P extends string = string> extends DecisionSettings, AnswerSettings {
  readonly products: ReadonlyMap<string, Product<P>>;
  readonly issuers: IssuerSettings;
  readonly store: SubscriptionStore;
  readonly keyTimes: KeyTimes;
  /** Milliseconds for one fetch. */
  readonly fetchTimeout: number;
  readonly tokenCacheSize: number;
  readonly resource: ResourceMetadata | undefined;
  readonly onDecision: ProductAuthOptions["onDecision"];
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

/** Checks and settles the options, or throws one `ConfigurationError` that lists every problem. */
export function settle<P extends string>(options: ProductAuthOptions<P>): Settings<P> {
  const problems = problemsOf(options as ProductAuthOptions);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const products = new Map(
    Object.entries<ProductOptions>(options.products).map(([name, product]) => [
      name,
      productOf(name as P, product),
    ]),
  );
  const issuers = issuersOf(options as ProductAuthOptions, [...products.values()]);
  const { protectedResource, failedValidation } = options;
  const sources = sourcesOf(options as ProductAuthOptions);
  return Object.freeze({
    products,
    issuers,
    store: storeOf(options.subscriptions),
    sources,
    clockTolerance: options.clockTolerance ?? 300,
    ...(failedValidation?.status !== undefined && { failedStatus: failedValidation.status }),
    ...(failedValidation?.message !== undefined && { failedMessage: failedValidation.message }),
    keyTimes: keyTimesOf(options.signingKeys ?? {}),
    // A timer takes whole milliseconds, at most 31 bits of them.
    fetchTimeout: Math.min(Math.ceil((options.signingKeys?.timeout ?? 5) * 1000), 2 ** 31 - 1),
    tokenCacheSize: options.tokenCacheSize ?? 10_000,
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
    clock: options.clock ?? Date.now,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  });
}

function productOf<P extends string>(name: P, options: ProductOptions): Product<P> {
  const displayName = options.displayName ?? name;
  const accepts = options.accepts ?? ["token"];
  const role = options.role ?? `Product.${displayName}.All`;
  return Object.freeze({
    name,
    displayName,
    accepts: Object.freeze({ token: accepts.includes("token"), key: accepts.includes("key") }),
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
  const header = subscriptionKeyParameterNames?.header ?? "Ocp-Apim-Subscription-Key";
  return Object.freeze({
    maxTokenLength: maxTokenLength ?? 16_384,
    token: Object.freeze(tokenSourceOf(tokenSource)),
    key: Object.freeze({
      header: header.toLowerCase(),
      headerAsWritten: header,
      query: subscriptionKeyParameterNames?.query ?? "subscription-key",
    }),
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

function storeOf(subscriptions: ProductAuthOptions["subscriptions"]): SubscriptionStore {
  if (subscriptions !== undefined && "findByKeyDigest" in subscriptions) return subscriptions;
  return new MemorySubscriptionStore(subscriptions ?? []);
}

function keyTimesOf({ refreshInterval, unknownKeyInterval, lastKnownGood }: SigningKeyOptions): KeyTimes {
  return Object.freeze({
    refreshInterval: (refreshInterval ?? 3_600) * 1000,
    unknownKeyInterval: (unknownKeyInterval ?? 300) * 1000,
    lastKnownGood: (lastKnownGood ?? 86_400) * 1000,
  });
}
