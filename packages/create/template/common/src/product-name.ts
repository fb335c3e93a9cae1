/** The products that this API is sold as. */
export type ProductName = "starter";
