import type { View } from "../../call.js";
import { isConsoleKey } from "../../console-keys/console-subscription.js";
import { nextLink } from "../../html/paging.js";
import { table, time } from "../../html/table.js";
import { html } from "../../html/template.js";
import { afterOf } from "../../http/after-of.js";
import { page } from "../../http/reply.js";
import { listData } from "../../json/list-data.js";
import { subscriptionData } from "../../json/subscription-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import { nameOf, scopeWords } from "../../subscriptions/scope.js";
import { STATE_WORDS } from "../../texts/state-words.js";
import { personWords } from "../person-words.js";

const PAGE_SIZE = 50;

/** `/admin/subscriptions`: those of all users. */
export const adminSubscriptionsPage: View<SignedInUser> = async ({ viewer, query }, portal) => {
  const { subscriptions, to } = portal;
  const { items, next } = await subscriptions.list({ limit: PAGE_SIZE, ...afterOf(query) });
  const shown = items.filter((each) => !isConsoleKey(each));
  const person = await personWords(
    shown.map(({ ownerId }) => ownerId),
    portal,
  );
  return page({
    h1: "Subscriptions",
    data: listData(
      shown.map((each) => ({ ...subscriptionData(each), owner: person.data(each.ownerId) })),
      to("admin", "subscriptions"),
      next,
    ),
    above: { text: "Administration", href: to("admin") },
    body: html`${table({
      caption: "Subscriptions",
      columns: ["Name", "Product or API", "Owner", "State", "Created"],
      rows: shown.map((each) => [
        nameOf(each),
        scopeWords(each, viewer, portal),
        person(each.ownerId),
        STATE_WORDS[each.state],
        time(each.createdDate),
      ]),
      empty: "No subscriptions to display",
    })}
    ${nextLink("More subscriptions", to("admin", "subscriptions"), next)}`,
  });
};
