import { actFrom } from "../../arguments/act-from.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { printable } from "../../printable.js";
import { documentOf } from "../output/subscription-document.js";
import { writeDocument } from "../../output/write-document.js";

/** Changes the state of a subscription. */
export function changeState(verb: "activate" | "suspend" | "reject" | "cancel" | "expire") {
  return async function prepareChange(order: Order): Promise<(desk: Desk) => Promise<ExitCode>> {
    const id = subscriptionIdFrom(order.subject);
    const act = actFrom(order);
    return async function change(desk) {
      const subscription = documentOf(await desk.administration[verb](id, act));
      writeDocument(desk, { subscription }, `Subscription ${printable(id)} is ${subscription.state}.\n`);
      return 0;
    };
  };
}
