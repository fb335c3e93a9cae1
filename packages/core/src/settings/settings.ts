import type { AnswerSettings } from "../answer.js";
import { audiencesOf, type Product } from "../catalog/products.js";
import type { DecisionSettings } from "../decide.js";
import { ConfigurationError } from "../errors.js";
import type { TokenProfile } from "../evidence.js";
import { isGuid } from "../guid.js";
import type { ProductAuthOptions, ProductOptions, SigningKeyOptions } from "../options.js";
import { MemorySubscriptionStore } from "../subscriptions/memory-store.js";
import type { SubscriptionStore } from "../subscriptions/subscription.js";
import type { AuthoritySettings } from "../tokens/authority.js";
import type { KeyTimes } from "../tokens/key-ring.js";
import { problemsOf } from "./check.js";

/** The options, settled once: every default filled in, every problem excluded, frozen. */
export interface Settings<P extends string = string> extends DecisionSettings, AnswerSettings {
  readonly products: ReadonlyMap<string, Product<P>>;
  /** None when no product accepts tokens. */
  readonly authority: AuthoritySettings | undefined;
  readonly store: SubscriptionStore;
  readonly keyTimes: KeyTimes;
  /** Milliseconds for one fetch. */
  readonly fetchTimeout: number;
  readonly tokenCacheSize: number;
  readonly onDecision: ProductAuthOptions["onDecision"];
  readonly clock: () => number;
  readonly fetch: typeof globalThis.fetch;
}

const PROFILES: Readonly<Record<string, TokenProfile>> = { "1.0": "entra-v1", "2.0": "entra-v2" };

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
  const header = options.subscriptionKeyParameterNames?.header ?? "Ocp-Apim-Subscription-Key";
  return Object.freeze({
    products,
    authority: [...products.values()].some(({ accepts }) => accepts.token) ? authorityOf(options) : undefined,
    store: storeOf(options.subscriptions),
    sources: Object.freeze({
      maxTokenLength: options.maxTokenLength ?? 16_384,
      key: Object.freeze({
        header: header.toLowerCase(),
        headerAsWritten: header,
        query: options.subscriptionKeyParameterNames?.query ?? "subscription-key",
      }),
    }),
    clockTolerance: options.clockTolerance ?? 300,
    keyTimes: keyTimesOf(options.signingKeys ?? {}),
    // A timer takes whole milliseconds, at most 31 bits of them.
    fetchTimeout: Math.min(Math.ceil((options.signingKeys?.timeout ?? 5) * 1000), 2 ** 31 - 1),
    tokenCacheSize: options.tokenCacheSize ?? 10_000,
    errors: options.errors ?? "gateway",
    onDecision: options.onDecision,
    clock: options.clock ?? Date.now,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  });
}

function productOf<P extends string>(name: P, options: ProductOptions): Product<P> {
  const displayName = options.displayName ?? name;
  const accepts = options.accepts ?? ["token"];
  return Object.freeze({
    name,
    displayName,
    accepts: Object.freeze({ token: accepts.includes("token"), key: accepts.includes("key") }),
    role: options.role ?? `Product.${displayName}.All`,
    audiences: Object.freeze(audiencesOf([options.audience ?? []].flat())),
  });
}

function authorityOf({
  tenantId,
  authorityHost,
  tokenVersions,
}: ProductAuthOptions): AuthoritySettings | undefined {
  if (tenantId === undefined) return undefined;
  const profiles = (tokenVersions ?? ["1.0", "2.0"]).map((version) => PROFILES[version]!);
  return Object.freeze({
    host: new URL(authorityHost ?? "https://login.microsoftonline.com").origin,
    tenant: isGuid(tenantId) ? tenantId.toLowerCase() : tenantId,
    profiles: Object.freeze(profiles),
  });
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
