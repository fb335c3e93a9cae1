import fc from "fast-check";
import type { ApiOptions, ProductAuthOptions, ProductOptions, Rule, ValidateJwtOptions } from "#src/index.js";
import { issuers, subscriptions } from "./policy-world.js";

/** Options with names as they come. */
export type Options = ProductAuthOptions<string, string>;

/** A catalog with policies, and rules of routes over it. */
export interface Catalog {
  readonly options: Options;
  readonly rules: readonly Rule<string, string>[];
}

/** A policy, and the place at which it is added. */
export interface Addition {
  readonly at: string;
  readonly policy: ValidateJwtOptions;
}

const some = <T>(values: readonly T[], minLength = 1) => fc.subarray([...values], { minLength });

const policy: fc.Arbitrary<ValidateJwtOptions> = fc.record(
  {
    issuers: some(["main", "partner"]),
    audiences: some(["urn:policy", "urn:shared", "urn:gold"]),
    name: fc.constantFrom("caller", "user"),
    roles: fc.constantFrom(["A"], { any: ["A", "B"] }),
    scopes: fc.constant(["Read"]),
    clients: fc.constant(["shop"]),
    requiredClaims: fc.constant([{ name: "level", values: ["7"] }]),
    caller: fc.constantFrom("app-only", "delegated"),
    tokenSource: fc.constant({ header: "X-User-Token" }),
    when: fc.constantFrom({ method: ["POST"] }, { not: { method: ["POST"] } }),
  },
  { requiredKeys: ["issuers", "audiences"] },
) as fc.Arbitrary<ValidateJwtOptions>;

// Half of the places have none, so that something is admitted.
const policies = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: policy.map((validateJwt) => ({ validateJwt })) },
  {
    weight: 1,
    arbitrary: fc.array(policy, { minLength: 1, maxLength: 2 }).map((validateJwt) => ({ validateJwt })),
  },
);

const ACCEPTS = [["token"], ["key"], ["token", "key"], ["token", "open"], ["open"]] as const;

const product = (audience: string, role: string): fc.Arbitrary<ProductOptions> =>
  fc
    .tuple(
      fc.record(
        {
          audience: fc.constant(audience),
          role: fc.constant(role),
          accepts: fc.constantFrom(...ACCEPTS),
          clients: fc.constant(["shop"]),
          requiredClaims: fc.constant([{ name: "level", values: ["7"] }]),
        },
        { requiredKeys: ["audience", "role", "accepts"] },
      ),
      policies,
    )
    .map(([one, more]) => ({ ...one, ...more }) as unknown as ProductOptions);

const PRODUCTS = {
  first: product("urn:shared", "A"),
  second: product("urn:shared", "B"),
  gold: product("urn:gold", "Gold"),
};
const OPERATIONS = {
  list: { method: "GET", urlTemplate: "/" },
  create: { method: "POST", urlTemplate: "/" },
};

const api = (path: string): fc.Arbitrary<ApiOptions> =>
  fc
    .tuple(
      fc.record(
        {
          path: fc.constant(path),
          products: fc.shuffledSubarray(Object.keys(PRODUCTS), { minLength: 1 }),
          subscriptionRequired: fc.boolean(),
        },
        { requiredKeys: ["path", "products"] },
      ),
      policies,
      fc.option(
        policies.map((more) => ({ ...OPERATIONS, list: { ...OPERATIONS.list, ...more } })),
        { nil: undefined },
      ),
    )
    .map(
      ([one, more, operations]) =>
        ({ ...one, ...more, ...(operations !== undefined && { operations }) }) as unknown as ApiOptions,
    );

const rule = fc
  .tuple(fc.shuffledSubarray(Object.keys(PRODUCTS), { minLength: 1 }), policies)
  .map(([names, more]) => ({ product: names, ...more }) as Rule<string, string>);

/** Catalogs with products that share an audience, and policies at every place. */
export const catalog: fc.Arbitrary<Catalog> = fc.record({
  options: fc
    .record(
      {
        products: fc.record(PRODUCTS),
        apis: fc.record({ shop: api("shop"), admin: api("shop/admin") }, { requiredKeys: ["shop"] }),
        policies,
        partners: some(["first", "gold"], 0),
      },
      { requiredKeys: ["products", "policies", "partners"] },
    )
    .map(
      ({ partners, ...rest }) =>
        ({ ...rest, issuers: issuers(partners), subscriptions }) as unknown as Options,
    ),
  rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
});

/** A policy to add at the whole instance, a product, an API, an operation or a rule. */
export const addition: fc.Arbitrary<Addition> = fc.record({
  at: fc.constantFrom(
    "policies",
    "products.first",
    "products.gold",
    "apis.shop",
    "apis.shop.operations.list",
    "rules.0",
  ),
  policy,
});

/** Name of the product to take out. */
export const taken: fc.Arbitrary<string> = fc.constantFrom(...Object.keys(PRODUCTS));
