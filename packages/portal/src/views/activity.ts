import type { PortalEvent } from "../audit/portal-event.js";
import type { View } from "../call.js";
import { nextLink } from "../html/paging.js";
import { long, table, time } from "../html/table.js";
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
  const rows = events.map((event) => [
    time(event.at),
    actionWords(event.action),
    long(event.name),
    long(event.comment),
    whoOf(event, id),
    // The network of an administrator is not the user's to know.
    event.actor === id ? (event.address ?? "") : "",
  ]);
  const value = events.map((event) => ({
    ...eventData(event),
    actor: whoOf(event, id),
    address: event.actor === id ? event.address : undefined,
  }));
  return page({
    h1: "My activity",
    above: { text: "Profile", href: to("profile") },
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

/** Who acted. Without an actor, a change of the user comes from an operator in a shell, everything else from a visitor. */
const whoOf = ({ action, actor }: Pick<PortalEvent, "action" | "actor">, userId: string): string =>
  actor === userId || (actor === undefined && !action.startsWith("user-")) ? "You" : "An administrator";
