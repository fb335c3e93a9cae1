import { pepperId, type StoredSubscription } from "@product-auth/core/subscriptions";
import { actFrom } from "../../arguments/act-from.js";
import { wholeSeconds } from "../../arguments/whole-number.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { newKeysText } from "../output/new-keys-text.js";
import { documentOf } from "../output/subscription-document.js";
import { subscriptionPage } from "../output/subscription-text.js";
import { writeDocument } from "../../output/write-document.js";

/** Replaces a key and shows the new one. */
export async function regenerateKey(order: Order): Promise<(desk: Desk) => Promise<ExitCode>> {
  const id = subscriptionIdFrom(order.subject);
  const { key: slot, grace = "0" } = order.texts;
  if (slot !== "primary" && slot !== "secondary")
    throw new Misuse("say which key: --key primary or --key secondary.");
  const options = { ...actFrom(order), grace: wholeSeconds("grace", grace, 0) };
  return async function regenerate(desk) {
    const { administration } = desk;
    const made =
      slot === "primary"
        ? await administration.regeneratePrimary(id, options)
        : await administration.regenerateSecondary(id, options);
    warnOfPepper(made.subscription, desk);
    const subscription = documentOf(made.subscription);
    const fresh = { [`${slot}Key`]: made.key };
    writeDocument(desk, { subscription, ...fresh }, `${subscriptionPage(subscription)}${newKeysText(fresh)}`);
    return 0;
  };
}

// An API has one pepper: of two keys made with different ones, it knows one only.
function warnOfPepper({ keys }: StoredSubscription, { pepper, io }: Desk): void {
  const own = pepper === undefined ? undefined : pepperId(pepper);
  if (keys.some((key) => key.pepper !== own))
    io.stderr.write("Its other keys were made with another pepper, or without: see --pepper-env.\n");
}
