import { randomUUID } from "node:crypto";
import {
  RepositoryConflictError,
  type JsonObject,
  type RecordChange,
  type RecordRepository,
  type StoredRecord,
} from "@product-auth/core/records";
import type { SignedIn } from "../sign-in/sign-in-provider.js";
import { hasUnshown, isVisible, plainText } from "../texts/text-problem.js";
import { recordsWith } from "../stores/records-with.js";
import { digestOf } from "./digest.js";
import { basicKeyOf } from "./email.js";

/** A user of the portal. */
export interface User {
  readonly id: string;
  readonly email?: string;
  /** Whether the portal itself has proved the address. Addresses from an id_token are not. */
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly state: "active" | "blocked" | "deleted";
  /** Groups that administrators gave. Those of the sign-in are in the session. */
  readonly groups: readonly string[];
  /** Kinds of mails that the user has turned off. */
  readonly mailsOff: readonly string[];
  /** Milliseconds since 1970. */
  readonly registrationDate: number;
  /** Of the record. */
  readonly version: number;
}

/** A user to make. */
export interface NewUser extends Pick<SignedIn, "key" | "names" | "email"> {
  /** Of the identity. */
  readonly provider: string;
  /** Default: a random UUID. */
  readonly id?: string;
  /** Default false. */
  readonly emailVerified?: boolean;
  /** Default: none. */
  readonly groups?: readonly string[];
}

/** What a sign-in found. `isNew`: it made the user. */
export interface FoundUser {
  readonly user: User;
  readonly isNew: boolean;
}

/** What a user signs in with: a person as one provider knows them. */
export interface Identity {
  /** Digest of its key. */
  readonly id: string;
  /** Id of the provider. */
  readonly provider: string;
  /** Milliseconds since 1970. */
  readonly lastSignIn: number;
}

/** Most identities of a user that are looked at. */
const MOST_IDENTITIES = 100;

/** Attempts of a change, when another instance changes the same user in between. */
const ATTEMPTS = 5;
/** Id that no user has: what is looked up for a user who does not exist. */
export const NO_USER = "none";
/** Longest first or last name, in characters. */
export const LONGEST_NAME = 100;

/** The users of a portal and their identities. An identity is never found by its e-mail address: an issuer may not have proved it. */
export class Users {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  async get(id: string): Promise<User | undefined> {
    const record = await this.#records.get("user", id);
    return record && userOf(record);
  }

  /** The users with these ids, by id; ids that are no users are left out. One query, where the store can. */
  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
    const found = new Map<string, User>();
    if (ids.length === 0) return found;
    for (const record of await recordsWith("user", ids, this.#records)) found.set(record.id, userOf(record));
    return found;
  }

  /**
   * Returns the user of an identity, and makes one at the first sign-in. `also`: changes that are written together with it,
   * asked for again at each attempt. For a user who is blocked, deleted or gone (undefined) nothing is written. `isKnown`: the
   * provider signs known users in only, and no user is made.
   */
  async signIn(
    provider: string,
    person: SignedIn,
    also: (found: FoundUser) => readonly RecordChange[],
    { isKnown = false }: { readonly isKnown?: boolean } = {},
  ): Promise<FoundUser | undefined> {
    const identityId = digestOf(person.key);
    return retried(async (attempt) => {
      const now = this.#clock();
      const identity = await this.#records.get("identity", identityId);
      if (identity === undefined && isKnown) return undefined;
      if (identity === undefined) {
        const { names, email } = person;
        const { user, changes } = this.newUser({
          provider,
          key: person.key,
          names,
          ...(email !== undefined && { email }),
        });
        const found = { user, isNew: true };
        await this.#records.write([...changes, ...also(found)]);
        return found;
      }
      const user = await this.get(identity.owner ?? "");
      if (user?.state !== "active") return user && { user, isNew: false };
      const found = { user, isNew: false };
      const noted = { ...identity, version: identity.version + 1, value: { provider, lastSignIn: now } };
      // After a conflict another sign-in has just noted the time.
      await this.#records.write([...(attempt === 1 ? [{ put: noted }] : []), ...also(found)]);
      return found;
    });
  }

  /** A new user with one identity, as changes that are written together with what belongs to it. They conflict when the identity exists. */
  newUser({ provider, key, id = randomUUID(), emailVerified = false, groups = [], ...person }: NewUser): {
    readonly user: User;
    readonly changes: readonly RecordChange[];
  } {
    const now = this.#clock();
    const value: JsonObject = {
      ...namesOf(person),
      ...emailOf(person),
      emailVerified,
      state: "active",
      groups: [...groups],
      registrationDate: now,
    };
    const user: StoredRecord = { kind: "user", id, version: 1, value };
    const identity: StoredRecord = {
      kind: "identity",
      id: digestOf(key),
      owner: id,
      version: 1,
      value: { provider, lastSignIn: now },
    };
    return { user: userOf(user), changes: [{ put: user }, { put: identity }] };
  }

  /** The identities with which a user signs in. */
  async identitiesOf(userId: string): Promise<readonly Identity[]> {
    const { records } = await this.#records.list("identity", { owner: userId, limit: MOST_IDENTITIES });
    return records.map(identityOf);
  }

  /**
   * Gives a user another identity, together with other changes. "own": the user has it already. "taken": it is that of another
   * user, and stays so.
   */
  async link(
    userId: string,
    provider: string,
    { key }: Pick<SignedIn, "key">,
    also: () => readonly RecordChange[] = () => [],
  ): Promise<"linked" | "own" | "taken"> {
    const id = digestOf(key);
    return retried(async () => {
      const found = await this.#records.get("identity", id);
      if (found !== undefined) return found.owner === userId ? "own" : "taken";
      const value = { provider, lastSignIn: this.#clock() };
      const identity: StoredRecord = { kind: "identity", id, owner: userId, version: 1, value };
      await this.#records.write([{ put: identity }, ...also()]);
      return "linked";
    });
  }

  /**
   * Takes an identity from a user, together with other changes. "last": without it the user could not sign in any more, so that
   * it stays. `isUsable`: whether people can sign in with a provider.
   */
  async unlink(
    userId: string,
    identityId: string,
    isUsable: (provider: string) => boolean,
    also: (identity: Identity) => readonly RecordChange[],
  ): Promise<"unlinked" | "last" | "unknown"> {
    return retried(async () => {
      const user = await this.#records.get("user", userId);
      const identities = await this.identitiesOf(userId);
      const identity = identities.find(({ id }) => id === identityId);
      if (user === undefined || identity === undefined) return "unknown";
      const others = identities.filter((other) => other !== identity);
      if (!others.some(({ provider }) => isUsable(provider))) return "last";
      await this.#records.write([
        { remove: { kind: "identity", id: identityId } },
        // Of two removals at once, one fails, and counts again.
        { put: { ...user, version: user.version + 1 } },
        ...also(identity),
      ]);
      return "unlinked";
    });
  }

  /** The user who signs in with an e-mail address and a password, also one who was blocked or deleted. */
  async findByEmail(email: string): Promise<User | undefined> {
    const identity = await this.#records.get("identity", digestOf(basicKeyOf(email)));
    return identity?.owner === undefined ? undefined : this.get(identity.owner);
  }

  /** Changes the names of a user, together with other changes. */
  rename(
    id: string,
    { firstName, lastName }: { readonly firstName: string; readonly lastName: string },
    ...also: readonly RecordChange[]
  ): Promise<User> {
    return this.#change(id, { firstName, lastName }, also);
  }

  /** Changes which kinds of mails a user has turned off, together with other changes. */
  turnMailsOff(id: string, mailsOff: readonly string[], ...also: readonly RecordChange[]): Promise<User> {
    return this.#change(id, { mailsOff: [...mailsOff] }, also);
  }

  #change(id: string, members: JsonObject, also: readonly RecordChange[]): Promise<User> {
    return retried(async () => {
      const record = await this.#records.get("user", id);
      if (record === undefined) throw new Error("The user does not exist");
      const value = { ...record.value, ...members };
      const changed = { ...record, version: record.version + 1, value };
      await this.#records.write([{ put: changed }, ...also]);
      return userOf(changed);
    });
  }
}

/** Tries a change again when another instance has changed the same record in between. */
export async function retried<T>(change: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change(attempt);
    } catch (error) {
      if (!(error instanceof RepositoryConflictError) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** First and last name of a person, as the issuer says them; otherwise the whole name as the first. */
function namesOf({ names, email }: Pick<SignedIn, "names" | "email">): {
  firstName: string;
  lastName: string;
} {
  const [firstName, lastName, whole] = [names.firstName, names.lastName, names.displayName].map((name) =>
    plainText(name ?? "", LONGEST_NAME),
  ) as [string, string, string];
  if (firstName !== "" || lastName !== "") return { firstName, lastName };
  return {
    firstName: whole === "" ? plainText(email?.split("@")[0] ?? "", LONGEST_NAME) : whole,
    lastName: "",
  };
}

/** An e-mail address that pages may show; nothing for one that would look like another. */
const emailOf = ({ email }: Pick<SignedIn, "email">): { email?: string } =>
  email === undefined || hasUnshown(email) || !isVisible(email) ? {} : { email: email.slice(0, 254) };

/** The name that pages show. */
export function displayNameOf({ firstName, lastName, email }: User): string {
  const name = `${firstName} ${lastName}`.trim();
  return name === "" ? (email ?? "Unnamed user") : name;
}

function identityOf({ id, value }: StoredRecord): Identity {
  const { provider, lastSignIn } = value as Partial<Identity>;
  return { id, provider: provider ?? "", lastSignIn: lastSignIn ?? 0 };
}

export function userOf({ id, version, value }: StoredRecord): User {
  const { email, emailVerified, firstName, lastName, state, groups, mailsOff, registrationDate } =
    value as Partial<User>;
  return Object.freeze({
    id,
    version,
    ...(typeof email === "string" && { email }),
    emailVerified: emailVerified === true,
    firstName: firstName ?? "",
    lastName: lastName ?? "",
    // A record that says nothing sensible opens nothing.
    state: state === "active" || state === "deleted" ? state : "blocked",
    groups: textsIn(groups),
    mailsOff: textsIn(mailsOff),
    registrationDate: registrationDate ?? 0,
  });
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
