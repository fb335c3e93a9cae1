import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { nextLink } from "../html/paging.js";
import { time } from "../html/table.js";
import { html } from "../html/template.js";
import { afterOf } from "../http/after-of.js";
import { page } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { nameOf, scopeWords } from "../subscriptions/scope.js";
import { unfinished } from "../subscriptions/unfinished.js";
import { doneStatus } from "../texts/done-words.js";
import { personWords } from "./person-words.js";

const PAGE_SIZE = 50;

/** `/admin/approvals`: the subscriptions that wait, of all users. */
export const approvalsPage: View<SignedInUser> = async ({ viewer, query }, portal) => {
  const { subscriptions, to } = portal;
  const making = await unfinished(undefined, portal);
  const { items, next } = await subscriptions.list({
    state: "submitted",
    limit: PAGE_SIZE,
    ...afterOf(query),
  });
  const waiting = items.filter(({ id }) => !making.has(id)).toSorted((a, b) => a.createdDate - b.createdDate);
  const person = await personWords(
    waiting.map(({ ownerId }) => ownerId),
    portal,
  );
  const entries = waiting.map((item) => ({
    text: `Review ${nameOf(item)}`,
    href: to("admin", "approvals", item.id),
    below: html`${scopeWords(item, viewer, portal)}, ${person(item.ownerId)}, ${time(item.createdDate)}`,
  }));
  return page({
    h1: "Approvals",
    ...doneStatus(query),
    body: html`${linkList(entries, "No approvals to display")}
    ${nextLink("More approvals", to("admin", "approvals"), next)}`,
  });
};
