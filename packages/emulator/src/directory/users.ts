import type { Directory, User } from "./directory.js";
import { stableGuid } from "./stable-guid.js";

/** The users of the options, and those who signed up since the start. */
export interface Users {
  readonly list: () => readonly User[];
  /** Finds a user by the name in the options, the user principal name or the object id. */
  readonly find: (text: string) => User | undefined;
  /** Creates a guest; undefined when the e-mail address has an account already, or too many strangers signed up. */
  readonly signUp: (stranger: Stranger) => User | undefined;
}

/** What a stranger enters to sign up. */
export interface Stranger {
  readonly email: string;
  readonly givenName: string;
  readonly surname: string;
  /** The identity provider that the stranger chose; undefined: a one-time passcode, by mail. */
  readonly idp?: string | undefined;
}

/** Keeps the users of a directory. At most 1000 can sign up, so that requests cannot fill the memory. */
export function createUsers({ users, tenantId }: Pick<Directory, "users" | "tenantId">): Users {
  const all = [...users.values()];
  const limit = all.length + 1000;
  return {
    list: () => all,
    find: (text) => users.get(text) ?? all.find((user) => answersTo(user, text)),
    signUp(stranger) {
      const { email } = stranger;
      const taken = all.some(
        (user) => answersTo(user, email) || user.email?.toLowerCase() === email.toLowerCase(),
      );
      if (taken || all.length >= limit) return undefined;
      const user = guest(stranger, tenantId);
      all.push(user);
      return user;
    },
  };
}

function answersTo({ userPrincipalName, objectId }: User, text: string): boolean {
  const wanted = text.toLowerCase();
  return userPrincipalName.toLowerCase() === wanted || objectId === wanted;
}

/** A guest of another identity provider. Who proves the address with a one-time passcode has the one that Entra calls `mail`. */
function guest({ email, givenName, surname, idp = "mail" }: Stranger, tenantId: string): User {
  return {
    name: email,
    userPrincipalName: email,
    displayName: `${givenName} ${surname}`.trim() || email,
    givenName: givenName || undefined,
    surname: surname || undefined,
    email,
    objectId: stableGuid(`user:${email}`),
    tenantId,
    idp,
    groups: [],
    roles: new Map(),
    disabled: false,
  };
}
