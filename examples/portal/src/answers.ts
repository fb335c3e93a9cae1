/** What the API answers: the same in every framework. */
export const answers = {
  orders: () => [
    { id: "1001", item: "Bicycle", amount: 2 },
    { id: "1002", item: "Helmet", amount: 5 },
  ],
  order: (id: string) => ({ id, item: "Bicycle", amount: 2 }),
  created: (order: unknown) => ({ id: "1003", order }),
  report: (year: string) => ({ year, orders: 1284, revenue: 90_450 }),
  internal: () => ({ message: "For partners only" }),
};
