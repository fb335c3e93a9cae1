import type { View } from "../call.js";
import { table, time } from "../html/table.js";
import { html } from "../html/template.js";
import { page, redirect } from "../http/reply.js";
import { listData } from "../json/list-data.js";
import { momentOf } from "../json/moment-of.js";
import { visitorNetwork } from "../people/network.js";
import type { SignedInUser } from "../people/viewer.js";
import { done, doneStatus } from "../texts/done-words.js";

/** `/profile/sessions`: where the user is signed in. */
export const sessionsPage: View<SignedInUser> = async ({ viewer, query }, { sessions, to }) => {
  const own = await sessions.ofUser(viewer.user.id);
  return page({
    h1: "Sessions",
    above: { text: "Profile", href: to("profile") },
    data: listData(
      own.map(({ id, agent, address, authTime, lastSeen }) => ({
        ...{ agent, address, authTime: momentOf(authTime), lastSeen: momentOf(lastSeen) },
        isCurrent: id === viewer.session.id,
      })),
      to("profile", "sessions"),
    ),
    ...doneStatus(query),
    body: html`${table({
      caption: "Sessions",
      columns: ["Browser", "Network", "Signed in", "Last used"],
      rows: own.map(({ id, agent, address, authTime, lastSeen }) => [
        id === viewer.session.id ? html`${agent} <strong>(this session)</strong>` : agent,
        address ?? "Not known",
        time(authTime),
        time(lastSeen),
      ]),
      empty: "No sessions to display",
    })}
    ${
      own.length > 1 &&
      html`<form method="post" action="${to("profile", "sessions")}">
        <button>Sign out everywhere else</button>
      </form>`
    }`,
  });
};

/** POST `/profile/sessions`: ends all other sessions of the user. */
export const signOutElsewhere: View<SignedInUser> = async ({ viewer, address }, portal) => {
  const { user, session } = viewer;
  const count = await portal.sessions.endOthers(user.id, session.id);
  if (count > 0)
    await portal.audit.add({
      action: "sign-out-elsewhere",
      actor: user.id,
      owner: user.id,
      comment: count === 1 ? "1 session" : `${count} sessions`,
      ...visitorNetwork(address),
    });
  return redirect(portal.to("profile", "sessions") + done("signed-out"));
};
