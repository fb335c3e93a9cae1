import type { NewSubscription } from "@product-auth/core/subscriptions";
import { actFrom } from "../../arguments/act-from.js";
import { readKey } from "../arguments/read-key.js";
import { dateFrom, scopeFrom, stateFrom } from "../arguments/read-values.js";
import { subscriptionIdFrom } from "../arguments/subscription-id.js";
import type { Order } from "../arguments/wish.js";
import type { CommandIo, ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { newKeysText } from "../output/new-keys-text.js";
import { documentOf } from "../output/subscription-document.js";
import { subscriptionPage } from "../output/subscription-text.js";
import { writeDocument } from "../../output/write-document.js";

/** Makes a subscription and shows the keys that were made for it. Keys that were given are known already. */
export async function createSubscription(
  order: Order,
  io: CommandIo,
): Promise<(desk: Desk) => Promise<ExitCode>> {
  const wanted = wantedFrom(order);
  const keys = await keysFrom(order, io);
  return async function create(desk) {
    const made = await desk.administration.create({ ...wanted, ...keys }, actFrom(order));
    const subscription = documentOf(made.subscription);
    const fresh = {
      ...(keys.primaryKey === undefined && { primaryKey: made.primaryKey }),
      ...(keys.secondaryKey === undefined && { secondaryKey: made.secondaryKey }),
    };
    writeDocument(desk, { subscription, ...fresh }, `${subscriptionPage(subscription)}${newKeysText(fresh)}`);
    return 0;
  };
}

function wantedFrom({ texts: { scope, id, name, owner, state, start, end } }: Order): NewSubscription {
  if (scope === undefined) throw new Misuse("say what the keys open: --scope /products/NAME");
  const wanted: NewSubscription = {
    scope: scopeFrom(scope),
    ...(id !== undefined && { id: subscriptionIdFrom(id) }),
    ...(name !== undefined && { displayName: name }),
    ...(owner !== undefined && { ownerId: owner }),
    ...(state !== undefined && { state: stateFrom(state) }),
    ...(start !== undefined && { startDate: dateFrom("start", start) }),
    ...(end !== undefined && { endDate: dateFrom("end", end) }),
  };
  const { startDate, endDate } = wanted;
  if (startDate !== undefined && endDate !== undefined && endDate <= startDate)
    throw new Misuse("--end is not after --start.");
  return wanted;
}

async function keysFrom(
  { texts }: Order,
  io: CommandIo,
): Promise<Pick<NewSubscription, "primaryKey" | "secondaryKey">> {
  const { "primary-key-file": primary, "secondary-key-file": secondary } = texts;
  if (primary === "-" && secondary === "-") throw new Misuse("only one key can come from standard input.");
  return {
    ...(primary !== undefined && { primaryKey: await readKey("--primary-key-file", primary, io) }),
    ...(secondary !== undefined && { secondaryKey: await readKey("--secondary-key-file", secondary, io) }),
  };
}
