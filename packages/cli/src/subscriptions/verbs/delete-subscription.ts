import { SubscriptionNotFoundError } from "@product-auth/core/subscriptions";
import { actFrom } from "../../arguments/act-from.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { printable } from "../../printable.js";
import { writeDocument } from "../../output/write-document.js";

/** Removes a subscription, when it is meant. */
export async function deleteSubscription(order: Order): Promise<(desk: Desk) => Promise<ExitCode>> {
  const id = subscriptionIdFrom(order.subject);
  if (!order.flags.has("yes"))
    throw new Misuse("repeat the command with --yes to delete it; a suspension can be undone, this cannot.");
  return async function remove(desk) {
    if (!(await desk.administration.delete(id, actFrom(order)))) throw new SubscriptionNotFoundError(id);
    writeDocument(desk, { deleted: id }, `Subscription ${printable(id)} is deleted.\n`);
    return 0;
  };
}
