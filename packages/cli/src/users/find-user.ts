import type { UserChange } from "@product-auth/portal";
import { Misuse } from "../misuse.js";
import type { Desk } from "./desk.js";
import { Refused } from "./refusals.js";

type User = UserChange["user"];

/** What names a user on the command line: an id, or an e-mail address. Throws `Misuse` for a text that is neither. */
export function userNameFrom(text: string): string {
  if (/^[\w.:~-]{1,128}$/.test(text) || isAddress(text)) return text;
  throw new Misuse("USER is neither the id of a user nor an e-mail address; list shows both.");
}

const isAddress = (text: string) => text.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(text);

/**
 * The user. An address may belong to several: only those of users with a password are proved and unique. So one that several users have
 * is refused with their ids.
 */
export async function findUser(name: string, { users }: Pick<Desk, "users">): Promise<User> {
  if (!isAddress(name)) return found(await users.get(name));
  const { users: matches, isCut } = await users.list({ search: name, limit: MOST });
  const same = matches.filter(({ email }) => email?.toLowerCase() === name.toLowerCase());
  if (same.length > 1 || (isCut && same.length === 0)) {
    const ids = same.map(({ id }) => id).join(", ");
    throw new Refused(
      isCut && same.length === 0
        ? "there are too many users to find this address; write the id"
        : `several users have this address: write one of the ids ${ids}`,
    );
  }
  return found(same[0] ?? (await users.findByEmail(name)));
}

/** Most matches that are looked at. */
const MOST = 1000;

function found(user: User | undefined): User {
  if (user === undefined) throw new Refused("there is no such user");
  return user;
}
