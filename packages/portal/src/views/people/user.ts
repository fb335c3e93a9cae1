import { isRecordId } from "@product-auth/core/records";
import type { Call, View } from "../../call.js";
import { checkboxes, problemSummary, type Filled } from "../../html/form.js";
import { termList, time } from "../../html/table.js";
import { html, type Fragment } from "../../html/template.js";
import { error, formPage, notFound, redirect, type Reply } from "../../http/reply.js";
import { givenGroups } from "../../people/given-groups.js";
import { visitorNetwork } from "../../people/network.js";
import { subscriptionsOf } from "../../people/owned-things.js";
import { UserActError, type UserAct, type UserChange } from "../../people/user-administration.js";
import { displayNameOf, type User } from "../../people/users.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { isConsoleKey } from "../../console-keys/console-subscription.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";
import { done, doneStatus } from "../../texts/done-words.js";
import { refusalWords, userStateWords, workWords } from "../../texts/user-words.js";
import { userData } from "./users.js";

/** Seconds after which a page with work under way is loaded again. */
const REFRESH = 2;

/** `/admin/users/{id}`: a user, with groups and state. */
export const userPage: View<SignedInUser> = async (call, portal) => {
  const user = await anyUser(call.params["id"], portal);
  return user === undefined ? notFound : detailPage(user, call, portal);
};

/** Saves the groups, blocks or unblocks; after a recent sign-in. */
export const userAct: View<SignedInUser> = async (call, portal) => {
  const user = await anyUser(call.params["id"], portal);
  if (user === undefined) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const { people, to } = portal;
  const { id } = user;
  const here = to("admin", "users", id);
  const act = actOf(call);
  const what = call.form.get("act") ?? "groups";
  try {
    if (what === "groups") {
      await people.setGroups(id, chosenGroups(call, user, portal), act);
      return redirect(here + done("groups-saved"));
    }
    if (what === "block")
      return redirect(here + done(ended(await people.block(id, act), "blocked", "blocking")));
    if (what === "unblock")
      return redirect(here + done(ended(await people.unblock(id, act), "unblocked", "unblocking")));
  } catch (cause) {
    if (!(cause instanceof UserActError)) throw cause;
    const problems = [{ field: "groups", message: refusalWords(cause.reason) }];
    return detailPage(user, call, portal, { problems });
  }
  return error("bad-request");
};

const ended = <A, B>({ work }: UserChange, all: A, some: B): A | B => (work === undefined ? all : some);

/** Who acts, for the audit. */
export function actOf(call: Call<SignedInUser>): UserAct {
  return { by: call.viewer.user.id, ...visitorNetwork(call.address) };
}

/** A user by id; undefined for one who is unknown or deleted. */
export async function anyUser(id: string | undefined, { people }: PortalContext): Promise<User | undefined> {
  if (!isRecordId(id)) return undefined;
  const user = await people.get(id);
  return user?.state === "deleted" ? undefined : user;
}

/** The chosen groups; those that the portal no longer has stay. */
function chosenGroups({ form }: Call, { groups }: User, portal: PortalContext): readonly string[] {
  const known = new Set(givenGroups(portal.settings).map(({ value }) => value));
  const chosen = form.all("groups").filter((group) => known.has(group));
  return [...groups.filter((group) => !known.has(group)), ...chosen];
}

async function detailPage(
  user: User,
  { query, viewer }: Call<SignedInUser>,
  portal: PortalContext,
  filled: Filled = {},
): Promise<Reply> {
  const { people, to, sessions, subscriptions, applications } = portal;
  const { id, email, emailVerified, state, groups, registrationDate } = user;
  const isSelf = id === viewer.user.id;
  const work = await people.workOf(id);
  const open = await sessions.ofUser(id);
  const keys = (await subscriptionsOf(id, subscriptions)).filter((each) => !isConsoleKey(each));
  const clients = applications && (await applications.administration.list({ ownerId: id, limit: 100 })).items;
  const h1 = displayNameOf(user);
  const body = html`${problemSummary(filled)}
    ${work !== undefined && html`<p class="status" role="status">${workWords(work)}</p>`}
    ${termList([
      ["State", userStateWords(state)],
      ["E-mail", email === undefined ? "Not known" : `${email}${emailVerified ? "" : " (not proved)"}`],
      ["Registered", time(registrationDate)],
      ["Sessions", String(open.length)],
      ["Subscriptions", linked(keys.map(({ displayName, id: key }) => displayName ?? key))],
      [
        "Applications",
        clients !== undefined &&
          linked(
            clients.map(
              (client) => html`<a href="${to("admin", "applications", client.id)}">${client.displayName}</a>`,
            ),
          ),
      ],
    ])}
    <form method="post" action="${to("admin", "users", id)}">
      ${checkboxes(
        { legend: "Groups", name: "groups", choices: givenGroups(portal.settings), chosen: new Set(groups) },
        filled,
      )}
      <p class="hint">Groups that a sign-in gives are not shown here: they last for a session.</p>
      <p class="actions"><button>Save groups</button></p>
    </form>
    ${!isSelf && stateForm(user, portal)}`;
  const reply = formPage(
    {
      h1,
      above: { text: "Users", href: to("admin", "users") },
      ...doneStatus(query),
      data: {
        ...userData(user),
        emailVerified,
        work: work && { done: work.done, total: work.total },
        sessions: open.length,
        subscriptions: keys.map((key) => ({ id: key.id, displayName: key.displayName ?? key.id })),
        applications: clients?.map((client) => ({ id: client.id, displayName: client.displayName })),
      },
      body,
    },
    filled,
  );
  return work === undefined || reply.kind !== "page" ? reply : { ...reply, refresh: REFRESH };
}

const linked = (items: readonly Fragment[]): Fragment =>
  items.length === 0 ? "None" : items.map((item, i) => html`${i > 0 && ", "}${item}`);

function stateForm({ id, state }: User, { to }: PortalContext): Fragment {
  return html`<h2>Access</h2>
    <form method="post" action="${to("admin", "users", id)}">
      <p class="actions">
        ${
          state === "active"
            ? html`<button name="act" value="block" class="danger">Block</button>`
            : html`<button name="act" value="unblock">Unblock</button>`
        }
        <a href="${to("admin", "users", id, "delete")}">Delete user</a>
      </p>
    </form>`;
}
