import type { Api } from "../catalog/apis.js";
import type { CredentialKind, Product, TokenProfile } from "../catalog/products.js";
import type { CredentialSources } from "../request/credentials.js";

/** Values a caller must show: every one of a list, or as said with `all` or `any`. */
export type Demand =
  readonly string[] | { readonly all: readonly string[] } | { readonly any: readonly string[] };

/** What a route demands. Plain data. */
export interface Rule<P extends string = string, A extends string = never> {
  /**
   * The API that the route belongs to: its products, its subscription rule, its key names. Keys for the API itself and
   * for all APIs count too, unless `product` is demanded.
   */
  readonly api?: A;
  /** The product, or products any of which will do. Default: any product, or any that contains the API. */
  readonly product?: P | readonly P[];
  /**
   * Delegated scopes (`scp`) that a user's token must carry. They stand in for the product's app role, and only a
   * token can show them.
   */
  readonly scopes?: Demand;
  /** App roles (`roles`) that the token must carry besides the product's own. Only a token can show them. */
  readonly roles?: Demand;
  /** Kinds of credential looked at, among those the product accepts. Default: all the product accepts. */
  readonly accepts?: readonly CredentialKind[];
  /** Whether every kind of credential must be presented, token and key, and not just one of them. Default false. */
  readonly all?: boolean;
}

/** A demand with its mode written out. */
export interface NormalizedDemand {
  readonly mode: "all" | "any";
  readonly values: readonly string[];
}

declare const COMPILED: unique symbol;

/**
 * A rule that an instance has accepted: what `auth.requirement(rule)` gives and `auth.authorize(view, requirement)`
 * takes. It stays valid when the catalog is replaced. Opaque: an object written by hand is not one.
 */
export interface Requirement<P extends string = string> {
  /** The rule as it was written. */
  readonly rule: Rule<P, string>;
  readonly [COMPILED]: true;
}

/** A rule made ready to decide by: names resolved, look-ups prepared, nothing left to check. */
export interface CompiledRule<P extends string = string> extends Requirement<P> {
  readonly api?: Api<P>;
  /** Name of the operation, where the API lists its operations and the path said which. */
  readonly operation?: string;
  readonly products: readonly Product<P>[];
  /** Kinds of credential that are looked at at all. */
  readonly accepts: Readonly<Record<CredentialKind, boolean>>;
  readonly all: boolean;
  readonly scopes?: NormalizedDemand;
  readonly roles?: NormalizedDemand;
  /** Product by `aud`, per shape of token, among those whose tokens this rule accepts. */
  readonly byAudience: Readonly<Record<TokenProfile, ReadonlyMap<string, Product<P>>>>;
  /** What a key opens, by subscription scope, among what this rule accepts. */
  readonly byScope: ReadonlyMap<string, Context<P>>;
  /** Where a request without credentials gets in: an open product, or the API outside of any product. */
  readonly anonymous?: Context<P>;
  /** Names of the key's header and query parameter, where the API has its own. */
  readonly key?: CredentialSources["key"];
}

/**
 * What `app.use(auth)` demands: a credential for one of these products. No caller gets in without one, whatever
 * products there are: an open product admits anonymous callers only where a rule or an API names it.
 */
export function anyProductOf<P extends string>(products: readonly Product<P>[]): CompiledRule<P> {
  const { anonymous: _, ...rest } = compileRule({ product: products.map(({ name }) => name) }, products);
  return Object.freeze(rest);
}

/** Compiles a rule over the API and the products it names, which must exist: `check-rule` has made sure of it. */
export function compileRule<P extends string>(
  rule: Rule<P, string>,
  products: readonly Product<P>[],
  api?: Api<P>,
): CompiledRule<P> {
  const scopes = copyOf(normalizeDemand(rule.scopes));
  const roles = copyOf(normalizeDemand(rule.roles));
  const tokenOnly = scopes !== undefined || roles !== undefined;
  const looksAt = (kind: CredentialKind) =>
    (rule.accepts === undefined || rule.accepts.includes(kind)) && !(kind === "key" && tokenOnly);
  const byToken = looksAt("token") ? products.filter((product) => product.accepts.token) : [];
  const byKey = looksAt("key") ? products.filter((product) => product.accepts.key) : [];
  // Outside of any product an API takes keys of its own, unless its products take nothing but tokens.
  const ownKeys =
    api !== undefined &&
    rule.product === undefined &&
    looksAt("key") &&
    (byKey.length > 0 || products.length === 0);
  const audiences = (profile: TokenProfile) =>
    new Map(byToken.flatMap((product) => product.audiences[profile].map((audience) => [audience, product])));
  const anonymous =
    tokenOnly || rule.accepts !== undefined || rule.all === true
      ? undefined
      : anonymousOf(rule, products, api);
  return Object.freeze({
    rule: Object.freeze({ ...rule }),
    ...(api !== undefined && { api, key: api.key }),
    products,
    accepts: Object.freeze({ token: byToken.length > 0, key: byKey.length > 0 || ownKeys }),
    all: rule.all ?? false,
    ...(scopes !== undefined && { scopes }),
    ...(roles !== undefined && { roles }),
    byAudience: {
      "entra-v1": audiences("entra-v1"),
      "entra-v2": audiences("entra-v2"),
      openid: audiences("openid"),
    },
    byScope: new Map<string, Context<P>>([
      ...byKey.map((product) => [`/products/${product.name}`, product] as const),
      ...(ownKeys ? [`/apis/${api.name}`, "/apis", "/"].map((scope) => [scope, "api"] as const) : []),
    ]),
    ...(anonymous !== undefined && { anonymous }),
  } satisfies Omit<CompiledRule<P>, typeof COMPILED>) as unknown as CompiledRule<P>;
}

// The gateway asks in this order: an open product that contains the API, then the API's own flag.
function anonymousOf<P extends string>(
  rule: Rule<P, string>,
  products: readonly Product<P>[],
  api: Api<P> | undefined,
): Context<P> | undefined {
  const open = products.find((product) => product.open);
  if (open !== undefined && (api !== undefined || products.length === 1)) return open;
  return api !== undefined && rule.product === undefined && !api.subscriptionRequired ? "api" : undefined;
}

// A copy: the application may change its list later, and an empty one would demand nothing.
const copyOf = (demand: NormalizedDemand | undefined): NormalizedDemand | undefined =>
  demand && Object.freeze({ mode: demand.mode, values: Object.freeze([...demand.values]) });

/** Writes the mode of a demand out. */
export function normalizeDemand(demand: Demand | undefined): NormalizedDemand | undefined {
  if (demand === undefined) return undefined;
  if ("any" in demand) return { mode: "any", values: demand.any };
  return { mode: "all", values: "all" in demand ? demand.all : demand };
}

/** What a key opens: a product, or the API outside of any product (no product rules apply there). */
export type Context<P extends string = string> = Product<P> | "api";
