import { displayNameOf } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";

/** Names users for a page of administrators, each looked up once. Ids that are no users of the portal are shown as they are. */
export async function personWords(
  ids: Iterable<string | undefined>,
  { users }: PortalContext,
): Promise<(id: string | undefined) => string> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    if (id === undefined) continue;
    const user = await users.get(id);
    if (user !== undefined)
      names.set(
        id,
        user.email === undefined ? displayNameOf(user) : `${displayNameOf(user)} (${user.email})`,
      );
  }
  return (id) => (id === undefined ? "" : (names.get(id) ?? id));
}
