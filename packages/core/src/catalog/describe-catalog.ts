import { frozenMap } from "../lib/frozen-map.js";
import type { CounterKey } from "../policies/limits/counter-key.js";
import type { LimitPolicy } from "../policies/limits/limit-policy.js";
import type { PlacedPolicies } from "../policies/placed-policies.js";
import type { CredentialSources } from "../request/credentials.js";
import type { Api, Operation } from "./apis.js";
import type { Catalog } from "./catalog.js";
import type { Product } from "./products.js";
import type {
  CatalogApi,
  CatalogLimit,
  CatalogOperation,
  CatalogProduct,
  KeyPlace,
  SettledCatalog,
} from "./settled-catalog.js";

/** What a description takes from the instance beside its catalog. */
export interface CatalogSurroundings {
  readonly subscriptionDates: "enforce" | "audit";
  /** Where subscription keys are sent, unless an API says otherwise. */
  readonly key: CredentialSources["key"];
  /** Scopes that rules name, by product. */
  readonly scopes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Describes a catalog for a portal. Nothing that decides a request reads the result. */
export function describeCatalog(
  catalog: Catalog,
  { subscriptionDates, scopes, key }: CatalogSurroundings,
): SettledCatalog {
  const products = [...catalog.products.values()];
  const apis = [...catalog.apis.values()];
  return Object.freeze({
    products: frozenMap(
      products.map((product) => [product.name, describeProduct(product, apis, scopes, catalog)] as const),
    ),
    apis: frozenMap(apis.map((api) => [api.name, describeApi(api, catalog)] as const)),
    limits: describeLimits(catalog.policies?.global),
    subscriptionDates,
    key: describeKey(key),
  });
}

function describeProduct(
  { name, displayName, state, accepts, open, role, audience, metadata }: Product,
  apis: readonly Api[],
  scopes: CatalogSurroundings["scopes"],
  { policies }: Catalog,
): CatalogProduct {
  const { description, approvalRequired, subscriptionsLimit, terms, groups } = metadata;
  return Object.freeze({
    name,
    displayName,
    ...(description !== undefined && { description }),
    state,
    accepts,
    open,
    ...(audience !== undefined && { audience }),
    ...(accepts.token && role !== undefined && { role }),
    scopes: Object.freeze([...(scopes.get(name) ?? [])].sort()),
    approvalRequired,
    ...(subscriptionsLimit !== undefined && { subscriptionsLimit }),
    ...(terms !== undefined && { terms }),
    ...(groups !== undefined && { groups }),
    apis: Object.freeze(apis.filter(({ products }) => products.includes(name)).map((api) => api.name)),
    limits: describeLimits(policies?.byProduct.get(name)),
  });
}

function describeApi(api: Api, { products, policies }: Catalog): CatalogApi {
  const { name, displayName, path, key, operations } = api;
  const { description, openapi } = api.metadata;
  const isOpen = api.products.some((product) => products.get(product)?.open === true);
  return Object.freeze({
    name,
    displayName,
    ...(description !== undefined && { description }),
    path,
    ...(openapi !== undefined && { openapi }),
    products: api.products,
    open: isOpen || !api.subscriptionRequired,
    key: describeKey(key),
    ...(operations !== undefined && {
      operations: Object.freeze(
        operations.map((operation) =>
          describeOperation(operation, policies?.byOperation.get(`${name}/${operation.name}`)),
        ),
      ),
    }),
    limits: describeLimits(policies?.byApi.get(name), name),
  });
}

function describeOperation(
  { name, method, urlTemplate, metadata: { displayName, description } }: Operation,
  policies: PlacedPolicies | undefined,
): CatalogOperation {
  return Object.freeze({
    name,
    method,
    urlTemplate,
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
    limits: describeLimits(policies),
  });
}

// A limit of an API need not name that API.
const describeLimits = (policies: PlacedPolicies | undefined, ownApi?: string): readonly CatalogLimit[] =>
  Object.freeze((policies?.limits ?? []).map((limit) => describeLimit(limit, ownApi)));

function describeLimit(
  { kind, limit, period, key, api, operation }: LimitPolicy,
  ownApi: string | undefined,
): CatalogLimit {
  return Object.freeze({
    kind,
    limit: kind === "bandwidth" ? limit / 1024 : limit,
    renewalPeriod: period / 1000,
    per: whatIsCounted(key),
    ...(api !== undefined && api !== ownApi && { api }),
    ...(operation !== undefined && { operation }),
  });
}

const describeKey = ({ headerAsWritten, query }: CredentialSources["key"]): KeyPlace =>
  Object.freeze({ header: headerAsWritten, query });

// The definitions of the keys of `rateLimit` and `quota`, and of the same ones written as `counterKey`.
const PER: Readonly<Record<string, CatalogLimit["per"]>> = {
  "": "caller",
  '["caller"]': "caller",
  s: "subscription",
  '["subscription"]': "subscription",
};

const whatIsCounted = ({ definition }: CounterKey): CatalogLimit["per"] =>
  (Object.hasOwn(PER, definition) ? PER[definition] : undefined) ?? "other";
