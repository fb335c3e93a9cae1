import type { KeyDocument, SubscriptionDocument } from "./subscription-document.js";
import { factLines } from "../../output/fact-lines.js";
import { shortMoment } from "../../output/short-moment.js";
import { table } from "../../output/table.js";

/** Many subscriptions as a table for people. */
export function subscriptionTable(subscriptions: readonly SubscriptionDocument[]): string {
  if (subscriptions.length === 0) return "There are no such subscriptions.\n";
  return table(
    ["ID", "STATE", "SCOPE", "OWNER", "NAME", "CREATED", "STARTS", "ENDS", "PRIMARY", "SECONDARY"],
    subscriptions.map((each) => [
      each.id,
      each.state,
      each.scope,
      each.ownerId ?? "",
      each.displayName ?? "",
      shortMoment(each.createdDate),
      shortMoment(each.startDate),
      shortMoment(each.endDate),
      currentHint(each.keys, "primary"),
      currentHint(each.keys, "secondary"),
    ]),
  );
}

/** One subscription for people, a line for each thing known. */
export function subscriptionPage({ keys, ...one }: SubscriptionDocument): string {
  return factLines([
    ["id", one.id],
    ["state", one.state],
    ["why", one.stateComment],
    ["scope", one.scope],
    ["name", one.displayName],
    ["owner", one.ownerId],
    ["owner's state", one.ownerState],
    ["created", shortMoment(one.createdDate)],
    ["starts", shortMoment(one.startDate)],
    ["ends", shortMoment(one.endDate)],
    ...keys.map((key) => [`${key.slot} key`, keyText(key)] as const),
    ["version", String(one.version)],
  ]);
}

const currentHint = (keys: readonly KeyDocument[], slot: KeyDocument["slot"]) =>
  keys.find((key) => key.slot === slot && key.endsAt === undefined)?.hint ?? "";

const keyText = ({ hint, peppered, endsAt }: KeyDocument) =>
  [
    hint,
    ...(peppered ? ["peppered"] : []),
    ...(endsAt === undefined ? [] : [`until ${shortMoment(endsAt)}`]),
  ].join(", ");
