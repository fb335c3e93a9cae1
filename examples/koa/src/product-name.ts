/** The two products that this API is sold as. */
export type ProductName = "starter" | "pro";
