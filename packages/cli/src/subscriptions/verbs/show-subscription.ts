import { SubscriptionNotFoundError } from "@product-auth/core/subscriptions";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { documentOf } from "../output/subscription-document.js";
import { subscriptionPage } from "../output/subscription-text.js";
import { writeDocument } from "../../output/write-document.js";

/** Shows one subscription. */
export async function showSubscription(order: Order): Promise<(desk: Desk) => Promise<ExitCode>> {
  const id = subscriptionIdFrom(order.subject);
  return async function show(desk) {
    const stored = await desk.administration.get(id);
    if (stored === undefined) throw new SubscriptionNotFoundError(id);
    const subscription = documentOf(stored);
    writeDocument(desk, { subscription }, subscriptionPage(subscription));
    return 0;
  };
}
