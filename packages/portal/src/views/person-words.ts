import { html, type Fragment } from "../html/template.js";
import { displayNameOf, type User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";

/** Names users for a page of administrators, each looked up once. Ids that are no users of the portal are shown as they are. */
export async function personWords(
  ids: Iterable<string | undefined>,
  { users }: PortalContext,
): Promise<(id: string | undefined) => Fragment> {
  const found = new Map<string, User>();
  for (const id of new Set(ids)) {
    const user = id === undefined ? undefined : await users.get(id);
    if (user !== undefined) found.set(user.id, user);
  }
  return (id) => {
    const user = found.get(id ?? "");
    return user === undefined ? id : nameAndAddress(user);
  };
}

const nameAndAddress = (user: User): Fragment =>
  html`${displayNameOf(user)}${user.email !== undefined && html` <span class="below">${user.email}</span>`}`;
