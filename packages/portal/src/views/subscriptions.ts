import type { StoredSubscription } from "@product-auth/core/subscriptions";
import type { View } from "../call.js";
import { isConsoleKey } from "../console-keys/console-subscription.js";
import { nextLink } from "../html/paging.js";
import { table, time } from "../html/table.js";
import { html, type Html } from "../html/template.js";
import { afterOf } from "../http/after-of.js";
import { page } from "../http/reply.js";
import { listData } from "../json/list-data.js";
import { subscriptionData } from "../json/subscription-data.js";
import type { SignedInUser } from "../people/viewer.js";
import { nameOf, scopeWords } from "../subscriptions/scope.js";
import { unfinished } from "../subscriptions/unfinished.js";
import { STATE_WORDS } from "../texts/state-words.js";

const PAGE_SIZE = 50;

/** `/subscriptions`: those of the user. */
export const subscriptionsPage: View<SignedInUser> = async ({ viewer, query }, portal) => {
  const { subscriptions, to } = portal;
  const ownerId = viewer.user.id;
  const making = await unfinished(ownerId, portal);
  const { items, next } = await subscriptions.list({ ownerId, limit: PAGE_SIZE, ...afterOf(query) });
  const shown = items
    .filter((item) => !isConsoleKey(item) && !(item.state === "submitted" && making.has(item.id)))
    .toSorted((a, b) => b.createdDate - a.createdDate);
  const rows = shown.map((item) => [
    html`<a href="${to("subscriptions", item.id)}">${nameOf(item)}</a>`,
    scopeWords(item, viewer, portal),
    stateBadge(item),
    time(item.createdDate),
  ]);
  return page({
    h1: "Subscriptions",
    data: listData(
      shown.map((item) => ({ ...subscriptionData(item), product: scopeWords(item, viewer, portal) })),
      to("subscriptions"),
      next,
    ),
    body: html`${table({
      caption: "Subscriptions",
      columns: ["Name", "Product", "State", "Created"],
      rows,
      empty: "No subscriptions to display",
    })}
    ${nextLink("More subscriptions", to("subscriptions"), next)}
    ${rows.length === 0 && html`<p class="actions"><a href="${to("products")}">Find a product</a></p>`}`,
  });
};

/** The state of a subscription, with its color. */
export const stateBadge = ({ state }: Pick<StoredSubscription, "state">): Html =>
  html`<span class="state ${state}">${STATE_WORDS[state]}</span>`;
