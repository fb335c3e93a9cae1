import { looksGenerated } from "@product-auth/core/subscriptions";
import { Misuse } from "../../misuse.js";

/** An id as given. A key in its place is refused, and not repeated where ids are shown. */
export function subscriptionIdFrom(text: string): string {
  if (looksGenerated(text.trim())) throw new Misuse("that is a key, not the id of a subscription.");
  if (text === "") throw new Misuse("the id is empty.");
  return text;
}
