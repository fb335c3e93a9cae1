import type { JsonObject } from "@product-auth/core/records";
import { html, type Fragment } from "../html/template.js";
import { displayNameOf, type User } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";

/** How a page of administrators names users. */
export interface PersonWords {
  (id: string | undefined): Fragment;
  /** The same for programs; undefined without an id. */
  data(id: string | undefined): JsonObject | undefined;
}

/** Names users for a page of administrators, all looked up at once. Ids that are no users of the portal are shown as they are. */
export async function personWords(
  ids: Iterable<string | undefined>,
  { users }: PortalContext,
): Promise<PersonWords> {
  const found = await users.getMany([...ids].filter((id) => id !== undefined));
  const words = (id: string | undefined): Fragment => {
    const user = found.get(id ?? "");
    return user === undefined ? id : nameAndAddress(user);
  };
  const data = (id: string | undefined): JsonObject | undefined => {
    const user = found.get(id ?? "");
    if (user === undefined) return id === undefined ? undefined : { id };
    return { id: user.id, displayName: displayNameOf(user), email: user.email };
  };
  return Object.assign(words, { data });
}

const nameAndAddress = (user: User): Fragment =>
  html`${displayNameOf(user)}${user.email !== undefined && html` <span class="below">${user.email}</span>`}`;
