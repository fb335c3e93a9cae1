import type { Act } from "@product-auth/core/subscriptions";
import type { Order } from "./wish.js";

/** Who does it and why, as given. */
export const actFrom = ({ texts: { by, comment } }: Order): Act => ({
  ...(by !== undefined && { by }),
  ...(comment !== undefined && { comment }),
});
