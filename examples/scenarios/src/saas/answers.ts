import type { Access } from "@product-auth/core";

/** What the API answers: the same in every framework. */
export const answers = {
  forecast: (caller: Access, city: string) => ({
    city,
    days: [{ day: "2026-12-01", high: 4 }],
    ...of(caller),
  }),
  history: (caller: Access, city: string) => ({ city, years: [{ year: 2025, mean: 7.1 }], ...of(caller) }),
};

/** Whose call it is: for the bill, the id of the application or of the subscription. */
const of = ({ product, client, subscription }: Access) => ({
  product,
  caller: client?.id ?? subscription?.id,
});
