import type { Access } from "@product-auth/core";

/** What the API answers: the same in every framework. */
export const answers = {
  orders: ({ token }: Access) => ({
    for: token?.claims["oid"], // object id in the tenant: names and e-mail addresses can change
    orders: [{ id: 1041, article: "chair", pieces: 12 }],
  }),
  placed: ({ token }: Access, order: unknown) => ({ for: token?.claims["oid"], placed: order }),
  testOrders: ({ subscription }: Access) => ({
    for: subscription?.id,
    orders: [{ id: 1, article: "an invented chair", pieces: 1 }],
  }),
};
