import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import { NO_USER } from "../people/users.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { normalPassword, passwordProblem } from "./password-rules.js";
import { PasswordPlaces, type PasswordPlace } from "./password-places.js";
import { ScryptThreads } from "./thread/scrypt-threads.js";
import { hashOfNoPassword, hashPassword, isOutdated, isPasswordOf } from "./scrypt.js";

/** A password that was right. `version`: of its record, to see later whether it was changed meanwhile. */
export interface VerifiedPassword {
  readonly version: number;
}

/** The passwords of users, as hashes in the records. Every check of a password, right or wrong, takes one scrypt. */
export class Passwords {
  readonly #records: RecordRepository;
  readonly #clock: () => number;
  readonly #places = new PasswordPlaces();
  readonly #threads: ScryptThreads;
  readonly #noPassword = hashOfNoPassword();

  /** `nice`: how far the checks step back for other work, as for `ScryptThreads`. */
  constructor(records: RecordRepository, clock: () => number, nice = 0) {
    this.#records = records;
    this.#clock = clock;
    this.#threads = new ScryptThreads(nice);
  }

  /** What is wrong with a new password, as a sentence: see `passwordProblem`. */
  problemOf(
    password: string,
    about: { readonly email: string | undefined; readonly title: string },
  ): string | undefined {
    return passwordProblem(password, about);
  }

  /** Takes a place among those whose passwords are checked, before other work. Throws `PasswordsBusyError`. */
  place(): PasswordPlace {
    return this.#places.take();
  }

  /** Whether the user has a password. */
  async has(userId: string): Promise<boolean> {
    return (await this.#records.get("password", userId)) !== undefined;
  }

  /** Whether it is the user's password: see `check`. */
  async verify(userId: string | undefined, password: string, place?: PasswordPlace): Promise<boolean> {
    return (await this.check(userId, password, place)) !== undefined;
  }

  /**
   * Checks a password. For a user who does not exist (undefined) or has none, the work is the same: one look-up and one scrypt.
   * A password that no account can have takes neither. A right one is hashed again when new hashes have other parameters.
   */
  async check(
    userId: string | undefined,
    password: string,
    place?: PasswordPlace,
  ): Promise<VerifiedPassword | undefined> {
    const normal = normalPassword(password);
    if (normal === undefined) return undefined;
    return this.#at(place, async (at) => {
      const record = await this.#records.get("password", userId ?? NO_USER);
      const phc = userId === undefined ? undefined : phcIn(record?.value["phc"]);
      const isRight = await at.run(() => isPasswordOf(phc ?? this.#noPassword, normal, this.#threads.derive));
      if (!isRight || phc === undefined || record === undefined) return undefined;
      if (!isOutdated(phc)) return { version: record.version };
      const value = { ...record.value, phc: await at.run(() => hashPassword(normal, this.#threads.derive)) };
      const upgraded = { ...record, version: record.version + 1, value };
      const isWritten = await writeUnlessConflict(this.#records, [{ put: upgraded }]);
      return { version: record.version + (isWritten ? 1 : 0) };
    });
  }

  /** Whether the password is still the one that was checked. */
  async isStill(userId: string, { version }: VerifiedPassword): Promise<boolean> {
    return (await this.#records.get("password", userId))?.version === version;
  }

  /**
   * The change that gives a user a password, also the first one: to be written together with what belongs to it. `password`: one
   * without a problem. `after`: the password that it replaces; the change conflicts when another one has replaced it meanwhile.
   */
  async change(
    userId: string,
    password: string,
    place?: PasswordPlace,
    after?: VerifiedPassword,
  ): Promise<RecordChange> {
    const normal = normalPassword(password);
    if (normal === undefined) throw new Error("The password has a problem");
    return this.#at(place, async (at) => {
      const phc = await at.run(() => hashPassword(normal, this.#threads.derive));
      const version = (after?.version ?? (await this.#records.get("password", userId))?.version ?? 0) + 1;
      const value = { phc, changedAt: this.#clock() };
      return { put: { kind: "password", id: userId, owner: userId, version, value } };
    });
  }

  /** Ends the threads that check passwords. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  async #at<T>(place: PasswordPlace | undefined, work: (at: PasswordPlace) => Promise<T>): Promise<T> {
    if (place !== undefined) return work(place);
    const own = this.#places.take();
    try {
      return await work(own);
    } finally {
      own.leave();
    }
  }
}

/** The hash of a record; one that is damaged is no password. */
const phcIn = (phc: unknown): string | undefined => (typeof phc === "string" ? phc : undefined);
