import type { Api } from "../catalog/apis.js";
import type { CredentialKind, Product, TokenProfile } from "../catalog/products.js";
import type { CredentialSources } from "../request/credentials.js";
import type { TokenPlace } from "../request/token-place.js";
import { tokenPlaceOf, type TokenSource } from "../request/token-source.js";
import type { AccessPolicies } from "../options/policies.js";
import type { PolicyChain } from "../policies/policy-chain.js";
import { copyOfDemand, type Demand, type NormalizedDemand } from "./demand.js";

export { normalizeDemand, type Demand, type NormalizedDemand } from "./demand.js";

/** What a credential must grant. Plain data. */
export interface Alternative<P extends string = string> {
  /** The product, or a list of accepted products. Default: any product, or any product that contains the API. */
  readonly product?: P | readonly P[];
  /**
   * Delegated scopes (`scp`) that a user's token must carry. They replace the product's app role. Keys are not accepted
   * then.
   */
  readonly scopes?: Demand;
  /** App roles (`roles`) that the token must carry besides the product's own. Keys are not accepted then. */
  readonly roles?: Demand;
  /** Accepted kinds of credential, among those that the product accepts. Default: all that the product accepts. */
  readonly accepts?: readonly CredentialKind[];
  /** Whether the request must carry both token and key. Default false: one of them is enough. */
  readonly all?: boolean;
  /**
   * Tokens that must be presented besides the credential, after the policies of the instance, the product, the API and the
   * operation. Plain data: no function.
   */
  readonly validateJwt?: AccessPolicies["validateJwt"];
  /**
   * Policies of the application that are judged last, before limits. Make each function once: a rule with another function
   * is another rule, and an instance keeps every rule.
   */
  readonly custom?: AccessPolicies["custom"];
  /**
   * Calls per time for each value of a key, after the limits of the product, the API and the operation. Plain data. Equal
   * rules share their counters.
   */
  readonly rateLimitByKey?: AccessPolicies["rateLimitByKey"];
}

/** What a route requires of its callers. Plain data. */
export interface Rule<P extends string = string, A extends string = never> extends Alternative<P> {
  /**
   * The API that the route belongs to. It sets the accepted products, whether a subscription is required and where keys
   * are sent. Keys for the API itself and for all APIs are accepted too, unless `product` is set.
   */
  readonly api?: A;
  /**
   * Alternatives, of which the request must satisfy one: 1 to 8, not nested. Of the other members only `api` and
   * `tokenSource` may stand beside it, for all alternatives. Each kind of credential that an alternative accepts is validated, and an invalid
   * credential is refused even when another one satisfies an alternative.
   */
  readonly anyOf?: readonly Alternative<P>[];
  /**
   * Where this rule looks for a token, instead of the place in the option `tokenSource`. Nothing else is looked at.
   * `app.use(auth)` still looks at its own place, so put the route before it.
   */
  readonly tokenSource?: TokenSource;
}

declare const COMPILED: unique symbol;

/**
 * A rule that an instance has validated: returned by `auth.requirement(rule)`, passed to
 * `auth.authorize(view, requirement)`. It stays valid when the catalog is replaced. Opaque: it cannot be written by hand.
 */
export interface Requirement<P extends string = string> {
  /** The rule as configured. */
  readonly rule: Rule<P, string>;
  readonly [COMPILED]: true;
}

/** A validated rule with its names resolved and its lookups prepared. */
export interface CompiledRule<P extends string = string> extends Requirement<P> {
  readonly api?: Api<P>;
  /** Name of the operation, when the API lists its operations and the path selected one. */
  readonly operation?: string;
  readonly products: readonly Product<P>[];
  /** Kinds of credential that are read. */
  readonly accepts: Readonly<Record<CredentialKind, boolean>>;
  readonly all: boolean;
  /** Where a token is read from; absent for the place that the options name. */
  readonly tokenPlace?: TokenPlace;
  readonly scopes?: NormalizedDemand;
  readonly roles?: NormalizedDemand;
  /** Products by `aud`, per token profile, in the order of the rule, among those whose tokens this rule accepts. */
  readonly byAudience: Readonly<Record<TokenProfile, ReadonlyMap<string, readonly Product<P>[]>>>;
  /** Product or API by subscription scope, among those whose keys this rule accepts. */
  readonly byScope: ReadonlyMap<string, Context<P>>;
  /** What admits a request without credentials: an open product, or an API that needs no subscription. */
  readonly anonymous?: Context<P>;
  /** The policies that apply; absent without any. */
  readonly chain?: PolicyChain;
  /** Header and query parameter of the key, when the API has its own. */
  readonly key?: CredentialSources["key"];
  /** The alternatives of `anyOf`, at least two. The other members then hold what any of them accepts. */
  readonly alternatives?: readonly CompiledAlternative<P>[];
}

/** One alternative of a rule, compiled like a rule with the same API. */
export interface CompiledAlternative<P extends string = string> extends CompiledRule<P> {
  /** The alternative in words, for operators. */
  readonly inWords: string;
}

/**
 * The rule of `app.use(auth)`: a credential for one of these products. It never admits anonymous callers: an open
 * product does so only when a rule or an API names it.
 */
export function anyProductOf<P extends string>(
  products: readonly Product<P>[],
  chain?: PolicyChain,
): CompiledRule<P> {
  const rule = { product: products.map(({ name }) => name) };
  const { anonymous: _, ...rest } = compileRule(rule, products, undefined, chain);
  return Object.freeze(rest);
}

/** Compiles a rule over the API and products it names. `check-rule` has validated it before. */
export function compileRule<P extends string>(
  rule: Rule<P, string>,
  products: readonly Product<P>[],
  api?: Api<P>,
  chain?: PolicyChain,
): CompiledRule<P> {
  const scopes = copyOfDemand(rule.scopes);
  const roles = copyOfDemand(rule.roles);
  const tokenOnly = scopes !== undefined || roles !== undefined;
  const looksAt = (kind: CredentialKind) =>
    (rule.accepts === undefined || rule.accepts.includes(kind)) && !(kind === "key" && tokenOnly);
  const byToken = looksAt("token") ? products.filter((product) => product.accepts.token) : [];
  const byKey = looksAt("key") ? products.filter((product) => product.accepts.key) : [];
  // Outside any product an API accepts its own keys, unless its products accept tokens only.
  const ownKeys =
    api !== undefined &&
    rule.product === undefined &&
    looksAt("key") &&
    (byKey.length > 0 || products.length === 0);
  const audiences = (profile: TokenProfile) => productsByAudience(byToken, profile);
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
    ...(rule.tokenSource !== undefined && { tokenPlace: tokenPlaceOf(rule.tokenSource) }),
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
    ...(chain !== undefined && { chain }),
  } satisfies Omit<CompiledRule<P>, typeof COMPILED>) as unknown as CompiledRule<P>;
}

/** The products that have each audience, in the order of the list. */
export function productsByAudience<P extends string>(
  products: readonly Product<P>[],
  profile: TokenProfile,
): ReadonlyMap<string, readonly Product<P>[]> {
  const owners = new Map<string, Product<P>[]>();
  for (const product of products) {
    for (const audience of product.audiences[profile]) {
      const known = owners.get(audience);
      if (known === undefined) owners.set(audience, [product]);
      else known.push(product);
    }
  }
  return owners;
}

// The gateway checks in this order: an open product that contains the API, then the API's own flag.
function anonymousOf<P extends string>(
  rule: Rule<P, string>,
  products: readonly Product<P>[],
  api: Api<P> | undefined,
): Context<P> | undefined {
  const open = products.find((product) => product.open);
  if (open !== undefined && (api !== undefined || products.length === 1)) return open;
  return api !== undefined && rule.product === undefined && !api.subscriptionRequired ? "api" : undefined;
}

/** What a key grants access to: a product, or the API outside any product, where no product rules apply. */
export type Context<P extends string = string> = Product<P> | "api";
