import type { JsonObject } from "@product-auth/core/records";
import type { View } from "../../call.js";
import { attribute, html } from "../../html/template.js";
import { table, time } from "../../html/table.js";
import { page } from "../../http/reply.js";
import { momentOf } from "../../json/moment-of.js";
import type { SignedInUser } from "../../people/viewer.js";
import { displayNameOf, type User } from "../../people/users.js";
import { groupNamesOf } from "../group-names.js";
import { doneStatus } from "../../texts/done-words.js";
import { userStateWords } from "../../texts/user-words.js";

const PAGE_SIZE = 50;
/** Longest search that is looked at. */
const LONGEST_SEARCH = 200;

/** `/admin/users`: the users by name, or those that match a search. */
export const usersPage: View<SignedInUser> = async ({ query }, { directory, settings, to }) => {
  const search = query.text("q").slice(0, LONGEST_SEARCH);
  const skip = skipOf(query.get("skip"));
  const { users, total, isCut } = await directory.list({ search, skip, limit: PAGE_SIZE });
  const rows = users.map((user) => [
    html`<a href="${to("admin", "users", user.id)}">${labelOf(user)}</a>`,
    displayNameOf(user),
    groupNamesOf(new Set(user.groups), settings).join(", "),
    userStateWords(user.state),
    time(user.registrationDate),
  ]);
  const next = nextOf({ search, skip, total }, to("admin", "users"));
  return page({
    h1: "Users",
    ...doneStatus(query),
    above: { text: "Administration", href: to("admin") },
    data: {
      count: total,
      value: users.map(userData),
      nextLink: next,
    },
    body: html`<form method="get" action="${to("admin", "users")}" role="search" class="search">
        <label for="q">Search users</label>
        <input type="search" id="q" name="q" ${attribute("value", search)} maxlength="${LONGEST_SEARCH}" />
        <button>Search</button>
      </form>
      ${isCut && html`<p class="hint">There are more users than one list can hold. Search for the rest by name.</p>`}
      ${table({
        caption: "Users",
        columns: ["E-mail", "Name", "Groups", "State", "Registered"],
        rows,
        empty: search === "" ? "No users to display" : `No user matches “${search}”`,
      })}
      ${next !== undefined && html`<p class="actions"><a class="button quiet" href="${next}" rel="next">More users</a></p>`}`,
  });
};

/** What a link to a user says: the e-mail address, where there is one. */
export const labelOf = (user: User): string => user.email ?? displayNameOf(user);

/** A user, for programs. */
export const userData = (user: User): JsonObject => ({
  id: user.id,
  displayName: displayNameOf(user),
  email: user.email,
  state: user.state,
  groups: user.groups,
  registrationDate: momentOf(user.registrationDate),
});

function nextOf(
  { search, skip, total }: { search: string; skip: number; total: number },
  path: string,
): string | undefined {
  const next = skip + PAGE_SIZE;
  if (next >= total) return undefined;
  const query = new URLSearchParams({ ...(search !== "" && { q: search }), skip: String(next) });
  return `${path}?${query.toString()}`;
}

const skipOf = (text: string | undefined): number => (/^\d{1,5}$/.test(text ?? "") ? Number(text) : 0);
