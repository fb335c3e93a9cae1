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
import { personWords } from "./person-words.js";

const PAGE_SIZE = 50;

/** `/admin/audit`: what happened in the portal, the newest first. */
export const auditPage: View<SignedInUser> = async ({ query }, portal) => {
  const { audit, to } = portal;
  const { events, next } = await audit.list({ limit: PAGE_SIZE, ...afterOf(query) });
  const person = await personWords(
    events.flatMap(({ actor, owner }) => [actor, owner]),
    portal,
  );
  const rows = events.map(({ at, action, actor, owner, name, comment, address }) => [
    time(at),
    actionWords(action),
    person(actor),
    owner === actor ? "" : person(owner),
    long(name),
    long(comment),
    address ?? "",
  ]);
  const value = events.map((event) => ({
    ...eventData(event),
    actor: person.data(event.actor),
    owner: event.owner === event.actor ? undefined : person.data(event.owner),
    address: event.address,
  }));
  return page({
    h1: "Audit",
    data: listData(value, to("admin", "audit"), next),
    body: html`${table({
      caption: "Audit",
      columns: ["When", "What", "Who", "User concerned", "Name", "Comment", "Network"],
      rows,
      empty: "No events to display",
    })}
    ${nextLink("Earlier events", to("admin", "audit"), next)}`,
  });
};
