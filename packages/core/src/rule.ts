import type { CredentialKind, Product } from "./catalog/products.js";
import type { TokenProfile } from "./evidence.js";

/** Values a caller must show: every one of a list, or as said with `all` or `any`. */
export type Demand =
  readonly string[] | { readonly all: readonly string[] } | { readonly any: readonly string[] };

/** What a route demands. Plain data. */
export interface Rule<P extends string = string> {
  /** The product, or products any of which will do. Default: any product. */
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
}

/** A demand with its mode written out. */
export interface Wanted {
  readonly mode: "all" | "any";
  readonly values: readonly string[];
}

/** A rule made ready to decide by: names resolved, look-ups prepared, nothing left to check. */
export interface Requirement<P extends string = string> {
  /** The rule as it was written. */
  readonly rule: Rule<P>;
  readonly products: readonly Product<P>[];
  /** Kinds of credential that are looked at at all. */
  readonly accepts: Readonly<Record<CredentialKind, boolean>>;
  readonly scopes?: Wanted;
  readonly roles?: Wanted;
  /** Product by `aud`, per shape of token, among those whose tokens this rule accepts. */
  readonly byAudience: Readonly<Record<TokenProfile, ReadonlyMap<string, Product<P>>>>;
  /** Product by subscription scope, among those whose keys this rule accepts. */
  readonly byScope: ReadonlyMap<string, Product<P>>;
}

/** Prepares a rule over the products it names. The names are known to exist; `check-rule` saw to it. */
export function requirementOf<P extends string>(
  rule: Rule<P>,
  products: readonly Product<P>[],
): Requirement<P> {
  const scopes = kept(wanted(rule.scopes));
  const roles = kept(wanted(rule.roles));
  const tokenOnly = scopes !== undefined || roles !== undefined;
  const looksAt = (kind: CredentialKind) =>
    (rule.accepts === undefined || rule.accepts.includes(kind)) && !(kind === "key" && tokenOnly);
  const byToken = looksAt("token") ? products.filter((product) => product.accepts.token) : [];
  const byKey = looksAt("key") ? products.filter((product) => product.accepts.key) : [];
  const audiences = (profile: TokenProfile) =>
    new Map(byToken.flatMap((product) => product.audiences[profile].map((audience) => [audience, product])));
  return Object.freeze({
    rule: Object.freeze({ ...rule }),
    products,
    accepts: Object.freeze({ token: byToken.length > 0, key: byKey.length > 0 }),
    ...(scopes !== undefined && { scopes }),
    ...(roles !== undefined && { roles }),
    byAudience: {
      "entra-v1": audiences("entra-v1"),
      "entra-v2": audiences("entra-v2"),
      openid: audiences("openid"),
    },
    byScope: new Map(byKey.map((product) => [`/products/${product.name}`, product])),
  });
}

// A copy: whoever wrote the rule may change the list later, and an empty one would demand nothing.
const kept = (demand: Wanted | undefined): Wanted | undefined =>
  demand && Object.freeze({ mode: demand.mode, values: Object.freeze([...demand.values]) });

/** Writes the mode of a demand out. */
export function wanted(demand: Demand | undefined): Wanted | undefined {
  if (demand === undefined) return undefined;
  if ("any" in demand) return { mode: "any", values: demand.any };
  return { mode: "all", values: "all" in demand ? demand.all : demand };
}
