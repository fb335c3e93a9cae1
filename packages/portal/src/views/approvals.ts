import type { JsonObject } from "@product-auth/core/records";
import type { View } from "../call.js";
import { linkList, type ListEntry } from "../html/list.js";
import { nextLink } from "../html/paging.js";
import { time } from "../html/table.js";
import { html } from "../html/template.js";
import { afterOf } from "../http/after-of.js";
import { page } from "../http/reply.js";
import { listData } from "../json/list-data.js";
import { momentOf } from "../json/moment-of.js";
import { subscriptionData } from "../json/subscription-data.js";
import type { SignedInUser } from "../people/viewer.js";
import { nameOf, scopeWords } from "../subscriptions/scope.js";
import { unfinished } from "../subscriptions/unfinished.js";
import { doneStatus } from "../texts/done-words.js";
import type { PortalContext } from "../portal-context.js";
import { productNames } from "./applications/product-names.js";
import { pendingLinks } from "./applications/review-link.js";
import { personWords } from "./person-words.js";

const PAGE_SIZE = 50;

/** `/admin/approvals`: the subscriptions, and the products of applications, that wait. */
export const approvalsPage: View<SignedInUser> = async ({ viewer, query }, portal) => {
  const { subscriptions, to } = portal;
  const after = afterOf(query);
  const making = await unfinished(undefined, portal);
  const { items, next } = await subscriptions.list({
    state: "submitted",
    limit: PAGE_SIZE,
    ...after,
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
  // All of them stand before the first page of subscriptions: applications that wait are few.
  const links = after.after === undefined ? await linkEntries(portal) : [];
  const value = waiting.map((item) => ({
    ...subscriptionData(item),
    owner: person.data(item.ownerId),
    review: to("admin", "approvals", item.id),
  }));
  return page({
    h1: "Approvals",
    data: listData([...links.map(({ data }) => data), ...value], to("admin", "approvals"), next),
    ...doneStatus(query),
    body: html`${linkList([...links, ...entries], "No approvals to display")}
    ${nextLink("More approvals", to("admin", "approvals"), next)}`,
  });
};

/** The products of applications that wait, the oldest application first. */
async function linkEntries(
  portal: PortalContext,
): Promise<readonly (ListEntry & { readonly data: JsonObject })[]> {
  if (portal.applications === undefined) return [];
  const pending = (await pendingLinks(portal.applications)).toSorted(
    (a, b) => a.application.createdDate - b.application.createdDate,
  );
  const person = await personWords(
    pending.map(({ application }) => application.ownerId),
    portal,
  );
  return pending.map(({ application: { id, displayName, ownerId, createdDate }, product }) => {
    const review = portal.to("admin", "approvals", "applications", id, product.name);
    return {
      text: `Review ${displayName}`,
      href: review,
      below: html`${productNames(portal)(product.name)} for an application, ${person(ownerId)},
      ${time(createdDate)}`,
      data: {
        ...{ application: id, displayName, product: product.name },
        ...{ createdDate: momentOf(createdDate), owner: person.data(ownerId), review },
      },
    };
  });
}
