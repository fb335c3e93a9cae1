import { userPages } from "../../people/user-pages.js";
import { displayNameOf, type User } from "../../people/users.js";
import type { PortalContext } from "../../portal-context.js";

/** A user who can own an application. */
export interface OwnerChoice {
  readonly id: string;
  /** The e-mail address; with the name, where it does not tell users apart. */
  readonly label: string;
}

/** Most users that are listed. */
const MOST_USERS = 2000;

/** The active users, by their e-mail address. */
export async function ownerChoices({ records }: PortalContext): Promise<readonly OwnerChoice[]> {
  const users: User[] = [];
  for await (const page of userPages(records)) {
    users.push(...page.users.filter(({ state }) => state === "active"));
    if (users.length >= MOST_USERS) break;
  }
  const counts = new Map<string, number>();
  for (const { email = "" } of users) counts.set(email, (counts.get(email) ?? 0) + 1);
  return users
    .map((user) => {
      const { id, email } = user;
      // An address is no identity: two users may have the same one, where no issuer has proved it.
      const isClear = email !== undefined && counts.get(email) === 1;
      return { id, label: isClear ? email : `${displayNameOf(user)} (${email ?? id})` };
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, "en"));
}

/** The id of the chosen user, by id or by a label that only one of them has; undefined for any other text. */
export function chosenOwner(text: string, owners: readonly OwnerChoice[]): string | undefined {
  const byId = owners.find(({ id }) => id === text);
  if (byId !== undefined) return byId.id;
  const byLabel = owners.filter(({ label }) => label === text);
  return byLabel.length === 1 ? byLabel[0]?.id : undefined;
}
