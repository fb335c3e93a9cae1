import { actFrom } from "../../arguments/act-from.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { documentOf } from "../output/subscription-document.js";
import { subscriptionPage } from "../output/subscription-text.js";
import { writeDocument } from "../../output/write-document.js";

/** Gives a subscription another name. */
export const renameSubscription = (order: Order): Promise<(desk: Desk) => Promise<ExitCode>> =>
  prepareUpdate(order, "name", "displayName");

/** Gives a subscription to another owner. */
export const transferSubscription = (order: Order): Promise<(desk: Desk) => Promise<ExitCode>> =>
  prepareUpdate(order, "owner", "ownerId");

async function prepareUpdate(order: Order, option: "name" | "owner", member: "displayName" | "ownerId") {
  const id = subscriptionIdFrom(order.subject);
  const act = actFrom(order);
  const text = order.texts[option] ?? "";
  if (text.length < 1 || text.length > 256)
    throw new Misuse(`write the new ${option}: --${option} with 1 to 256 characters.`);
  return async function update(desk: Desk): Promise<ExitCode> {
    const subscription = documentOf(await desk.administration.update(id, { [member]: text }, act));
    writeDocument(desk, { subscription }, subscriptionPage(subscription));
    return 0;
  };
}
