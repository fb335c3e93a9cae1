import type { RecordRepository } from "@product-auth/core/records";
import type { UserList, UserQuery } from "./user-administration.js";
import { userPages } from "./user-pages.js";
import { displayNameOf, type User } from "./users.js";

/** Users that are read for a list. Beyond, only a search by the whole e-mail address finds every user with a password. */
const MOST_USERS = 10_000;
/** Words of a search that count. */
const MOST_WORDS = 10;

/** A user in a list by name. */
export interface UserEntry {
  readonly user: User;
  readonly name: string;
  /** What a search looks at. */
  readonly text: string;
}

/** All users but deleted ones, up to a bound. `isCut`: whether there are more. */
export interface ReadUsers {
  readonly entries: readonly UserEntry[];
  readonly isCut: boolean;
}

/** The users that match, by name. Records have no index of names: all users are read, up to a bound. */
export async function listUsers(
  records: Pick<RecordRepository, "list">,
  query: UserQuery,
): Promise<UserList> {
  const { entries, isCut } = await readUsers(records);
  return pageOfUsers(sortedByName(entries), isCut, query);
}

/** Reads all users, up to the bound. */
export async function readUsers(records: Pick<RecordRepository, "list">): Promise<ReadUsers> {
  const entries: UserEntry[] = [];
  let count = 0;
  for await (const { users, isLast } of userPages(records)) {
    for (const user of users) if (user.state !== "deleted") entries.push(entryOf(user));
    count += users.length;
    if (count >= MOST_USERS && !isLast) return { entries, isCut: true };
  }
  return { entries, isCut: false };
}

export function entryOf(user: User): UserEntry {
  const { firstName, lastName, email = "" } = user;
  const text = `${firstName} ${lastName} ${email}`.normalize("NFKC").toLowerCase();
  return { user, name: displayNameOf(user), text };
}

export const sortedByName = (entries: Iterable<UserEntry>): readonly UserEntry[] =>
  [...entries].sort((a, b) => collator.compare(a.name, b.name) || (a.user.id < b.user.id ? -1 : 1));

/** One page of those that match, out of entries in the order of the list. */
export function pageOfUsers(
  sorted: readonly UserEntry[],
  isCut: boolean,
  { search = "", skip = 0, limit = 50 }: UserQuery,
): UserList {
  const words = search.normalize("NFKC").toLowerCase().split(/\s+/, MOST_WORDS).filter(Boolean);
  const found =
    words.length === 0 ? sorted : sorted.filter(({ text }) => words.every((word) => text.includes(word)));
  return { users: found.slice(skip, skip + limit).map(({ user }) => user), total: found.length, isCut };
}

const collator = new Intl.Collator("en");
