import type { CredentialKind } from "../catalog/products.js";
import type { SettledCatalog } from "../catalog/settled-catalog.js";
import type { CompiledRule } from "../rules/rule.js";

/** What a guard demands, as its products and APIs settle it, for descriptions such as OpenAPI documents. Plain data. */
export interface MarkedDemand {
  /** Accepted products. */
  readonly products: readonly string[];
  /** Whether any product is accepted, because neither the rule nor an API names one. */
  readonly anyProduct: boolean;
  /** The API, named by the rule or selected by the path. */
  readonly api?: string;
  /** Kinds of credential that are read. */
  readonly credentials: readonly CredentialKind[];
  /** Whether requests without credentials are admitted, because the product or the API is open. */
  readonly anonymous: boolean;
  /** Where subscription keys are sent. */
  readonly key: SettledCatalog["key"];
  /** Kinds of credential that each alternative reads, in the order of `anyOf`; absent without alternatives. */
  readonly alternatives?: readonly (readonly CredentialKind[])[];
}

/** Describes a compiled rule. `key`: where keys are sent unless an API says otherwise. */
export function markedDemand(requirement: CompiledRule, key: SettledCatalog["key"]): MarkedDemand {
  const { products, rule, api, accepts, anonymous, alternatives } = requirement;
  const isWide = api === undefined && alternatives === undefined && rule.product === undefined;
  return {
    products: products.map(({ name }) => name),
    anyProduct: isWide,
    ...(api !== undefined && { api: api.name }),
    credentials: kindsOf(accepts),
    anonymous: anonymous !== undefined,
    key: requirement.key === undefined ? key : namesOf(requirement.key),
    ...(alternatives !== undefined && { alternatives: alternatives.map((one) => kindsOf(one.accepts)) }),
  };
}

const kindsOf = ({ token, key }: CompiledRule["accepts"]): readonly CredentialKind[] => [
  ...(token ? (["token"] as const) : []),
  ...(key ? (["key"] as const) : []),
];

const namesOf = ({ headerAsWritten, query }: NonNullable<CompiledRule["key"]>): SettledCatalog["key"] => ({
  header: headerAsWritten,
  query,
});
