import type { RecordRepository } from "@product-auth/core/records";
import type { UserList, UserQuery } from "./user-administration.js";
import { userPages } from "./user-pages.js";
import { displayNameOf, type User } from "./users.js";

/** Users that are read for a list. Beyond, only a search by the whole e-mail address finds every user with a password. */
const MOST_USERS = 10_000;
/** Words of a search that count. */
const MOST_WORDS = 10;

/** The users that match, by name. Records have no index of names: all users are read, up to a bound. */
export async function listUsers(
  records: Pick<RecordRepository, "list">,
  { search = "", skip = 0, limit = 50 }: UserQuery,
): Promise<UserList> {
  const words = search.normalize("NFKC").toLowerCase().split(/\s+/, MOST_WORDS).filter(Boolean);
  const found: User[] = [];
  let count = 0;
  let isCut = false;
  for await (const { users, isLast } of userPages(records)) {
    found.push(...users.filter((user) => user.state !== "deleted" && matches(user, words)));
    count += users.length;
    isCut = count >= MOST_USERS && !isLast;
    if (isCut) break;
  }
  const byName = found
    .map((user) => ({ user, name: displayNameOf(user) }))
    .toSorted((a, b) => collator.compare(a.name, b.name) || (a.user.id < b.user.id ? -1 : 1));
  return {
    users: byName.slice(skip, skip + limit).map(({ user }) => user),
    total: found.length,
    isCut,
  };
}

const collator = new Intl.Collator("en");

function matches(user: User, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${user.firstName} ${user.lastName} ${user.email ?? ""}`.normalize("NFKC").toLowerCase();
  return words.every((word) => text.includes(word));
}
