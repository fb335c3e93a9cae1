import type { ApiOptions, IssuerOptions, ProductAuthOptions, ProductOptions } from "#src/index.js";
import fc from "fast-check";
import { ISSUERS } from "./credentials.js";

/** Options with names as they come. */
export type Options = ProductAuthOptions<string, string>;

const ACCEPTS = [["token"], ["key"], ["token", "key"], ["open"], ["token", "open"]] as const;
const PRODUCTS = ["basic", "gold", "free"] as const;
const some = <T>(values: readonly T[], least = 1) => fc.subarray([...values], { minLength: least });

const product = (name: string): fc.Arbitrary<ProductOptions> =>
  fc.record(
    {
      accepts: fc.constantFrom(...ACCEPTS),
      audience: fc.constant(`urn:${name}`),
      role: fc.constant("Call"),
      clients: some(["one", "two"]),
      requiredClaims: some([{ name: "level", values: ["7"] }, { name: "group", values: ["a", "b"], match: "any" as const }]),
    },
    { requiredKeys: ["accepts", "audience", "role"] },
  ); // prettier-ignore

const OPERATIONS = {
  list: { method: "GET", urlTemplate: "/" },
  read: { method: "GET", urlTemplate: "/{id}" },
  latest: { method: "GET", urlTemplate: "/latest" },
  rest: { method: "GET", urlTemplate: "/*" },
};
const operations = some(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]).map((names) =>
  Object.fromEntries(names.map((name) => [name, OPERATIONS[name]])),
);

const api = (path: string, products: readonly string[]): fc.Arbitrary<ApiOptions> =>
  fc.record(
    { path: fc.constant(path), products: some(products), subscriptionRequired: fc.boolean(), operations },
    { requiredKeys: ["path"] },
  );

const issuer = (index: 0 | 1, products: readonly string[]): fc.Arbitrary<IssuerOptions> =>
  fc
    .record({ products: some(products) }, { requiredKeys: [] })
    .map((more) => ({ ...ISSUERS[index], ...more }));

/** Sound options, and now and then some that do not start. */
export const options: fc.Arbitrary<Options> = some(PRODUCTS).chain((names) =>
  fc
    .record(
      {
        products: fc.record(Object.fromEntries(names.map((name) => [name, product(name)]))),
        apis: fc.record(
          { outer: api("shop", names), inner: api("shop/admin", names), root: api("", names) },
          { requiredKeys: [] },
        ),
        unmatchedPaths: fc.constantFrom("refuse", "any-product"),
        issuers: fc.tuple(fc.constant(ISSUERS[0]), issuer(1, names)),
        clientApplications: some([
          { id: "one", products: [names.at(-1)!], state: "active" },
          { id: "two", products: names, state: "approved" },
        ] as const),
      },
      { requiredKeys: ["products", "issuers"] },
    )
    .map((made) => made as unknown as Options),
);
