import type { View } from "../call.js";
import { nextLink } from "../html/paging.js";
import { table, time } from "../html/table.js";
import { html } from "../html/template.js";
import { afterOf } from "../http/after-of.js";
import { page } from "../http/reply.js";
import { eventData } from "../json/event-data.js";
import { listData } from "../json/list-data.js";
import type { SignedInUser } from "../people/viewer.js";
import { actionWords } from "../texts/action-words.js";

const PAGE_SIZE = 50;

/** `/activity`: what concerns the user, the newest first. */
export const activityPage: View<SignedInUser> = async ({ viewer, query }, { audit, to }) => {
  const { id } = viewer.user;
  const { events, next } = await audit.list({ owner: id, limit: PAGE_SIZE, ...afterOf(query) });
  const rows = events.map(({ at, action, name, comment, actor, address }) => [
    time(at),
    actionWords(action),
    name ?? "",
    comment ?? "",
    actor === id || actor === undefined ? "You" : "An administrator",
    // The network of an administrator is not the user's to know.
    actor === id ? (address ?? "") : "",
  ]);
  const value = events.map((event) => ({
    ...eventData(event),
    actor: event.actor === id || event.actor === undefined ? "You" : "An administrator",
    address: event.actor === id ? event.address : undefined,
  }));
  return page({
    h1: "My activity",
    data: listData(value, to("activity"), next),
    body: html`${table({
      caption: "My activity",
      columns: ["When", "What", "Name", "Comment", "Who", "Network"],
      rows,
      empty: "No activity to display",
    })}
    ${nextLink("Earlier activity", to("activity"), next)}`,
  });
};
