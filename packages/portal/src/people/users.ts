import { randomUUID } from "node:crypto";
import {
  RepositoryConflictError,
  type JsonObject,
  type RecordRepository,
  type StoredRecord,
} from "@product-auth/core/records";
import type { SignedIn } from "../sign-in/sign-in-provider.js";
import { digestOf } from "./digest.js";

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
  /** Milliseconds since 1970. */
  readonly registrationDate: number;
  /** Of the record. */
  readonly version: number;
}

/** What a sign-in found. `isNew`: it made the user. */
export interface FoundUser {
  readonly user: User;
  readonly isNew: boolean;
}

/** Attempts of a change, when another instance changes the same user in between. */
const ATTEMPTS = 5;
const LONGEST_NAME = 100;

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

  /** Returns the user of an identity, and makes one at the first sign-in. */
  async signIn(provider: string, person: SignedIn): Promise<FoundUser> {
    const identityId = digestOf(person.key);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#signInOnce(provider, identityId, person);
      } catch (error) {
        // Two sign-ins at once: the other one made the user, or noted its time.
        if (!(error instanceof RepositoryConflictError) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #signInOnce(provider: string, identityId: string, person: SignedIn): Promise<FoundUser> {
    const now = this.#clock();
    const identity = await this.#records.get("identity", identityId);
    if (identity?.owner !== undefined) {
      const user = await this.get(identity.owner);
      if (user === undefined) throw new Error("The identity belongs to a user that does not exist");
      if (user.state === "active")
        await this.#records.write([
          {
            put: {
              ...identity,
              version: identity.version + 1,
              value: { ...identity.value, lastSignIn: now },
            },
          },
        ]);
      return { user, isNew: false };
    }
    const id = randomUUID();
    const value: JsonObject = {
      ...namesOf(person),
      ...(person.email !== undefined && { email: person.email.slice(0, 254) }),
      emailVerified: false,
      state: "active",
      groups: [],
      registrationDate: now,
    };
    const record: StoredRecord = { kind: "user", id, version: 1, value };
    await this.#records.write([
      { put: record },
      {
        put: {
          kind: "identity",
          id: identityId,
          owner: id,
          version: 1,
          value: { provider, lastSignIn: now },
        },
      },
    ]);
    return { user: userOf(record), isNew: true };
  }

  /** Changes the names of a user. */
  async rename(id: string, names: { readonly firstName: string; readonly lastName: string }): Promise<User> {
    for (let attempt = 1; ; attempt++) {
      const record = await this.#records.get("user", id);
      if (record === undefined) throw new Error("The user does not exist");
      const changed = { ...record, version: record.version + 1, value: { ...record.value, ...names } };
      try {
        await this.#records.write([{ put: changed }]);
        return userOf(changed);
      } catch (error) {
        if (!(error instanceof RepositoryConflictError) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

/** First and last name of a person, as the issuer says them; otherwise the whole name as the first. */
function namesOf({ names, email }: SignedIn): { firstName: string; lastName: string } {
  const { firstName, lastName, displayName } = names;
  const whole = displayName ?? email?.split("@")[0] ?? "";
  return firstName === undefined && lastName === undefined
    ? { firstName: whole.slice(0, LONGEST_NAME), lastName: "" }
    : {
        firstName: (firstName ?? "").slice(0, LONGEST_NAME),
        lastName: (lastName ?? "").slice(0, LONGEST_NAME),
      };
}

/** The name that pages show. */
export function displayNameOf({ firstName, lastName, email }: User): string {
  const name = `${firstName} ${lastName}`.trim();
  return name === "" ? (email ?? "Unnamed user") : name;
}

function userOf({ id, version, value }: StoredRecord): User {
  const { email, emailVerified, firstName, lastName, state, groups, registrationDate } =
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
    groups: Array.isArray(groups) ? groups.filter((group): group is string => typeof group === "string") : [],
    registrationDate: registrationDate ?? 0,
  });
}
