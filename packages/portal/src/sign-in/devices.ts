import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { tokensIn } from "../http/token-list.js";
import { digestOf, randomToken } from "../people/digest.js";
import { pagesOf } from "../stores/pages-of.js";
import { removeAll } from "../stores/remove-all.js";

/** A browser in which the account of a user was signed in, or made. */
export interface Device {
  /** Id of the record. */
  readonly id: string;
  readonly token: string;
  readonly record: StoredRecord;
}

/** A browser that is known from now on. */
export interface Remembered {
  readonly token: string;
  /** Value of the cookie. */
  readonly cookie: string;
  readonly changes: readonly RecordChange[];
}

/** Part of the name of the cookie. */
export const DEVICE_COOKIE = "-device";
/** Seconds for which a browser is known, from the last sign-in on. */
export const DEVICE_SECONDS = 7_776_000;

/** Most accounts of one browser that are known: the latest ones. */
const MOST_ACCOUNTS = 3;
/** Most browsers of one user that are known. */
const MOST_DEVICES = 20;
/** Most that are removed with a sign-in: more than one only after sign-ins at the same time. */
const MOST_REMOVED = 5;

/**
 * The browsers of users. In one of them, the limit of attempts for the account does not count: otherwise a stranger who guesses
 * could keep the owner out. The cookie opens nothing; each device has its own limit.
 */
export class Devices {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /**
   * The device of a user among those of a cookie. The look-ups depend on the cookie alone, so they do not tell whether there is
   * such a user.
   */
  async find(cookie: string | undefined, userId: string | undefined): Promise<Device | undefined> {
    const found = await Promise.all(
      tokensIn(cookie, MOST_ACCOUNTS).map(async (token) => ({
        token,
        record: await this.#records.get("device", digestOf(token)),
      })),
    );
    for (const { token, record } of found)
      if (record !== undefined && record.owner === userId && (record.expiresAt ?? 0) > this.#clock())
        return { id: record.id, token, record };
    return undefined;
  }

  /**
   * Knows a browser for another 90 days: the new cookie, and the changes. `cookie`: the one that the browser has. `known`: the
   * device of this user among those of that cookie.
   */
  async remember(userId: string, cookie: string | undefined, known?: Device): Promise<Remembered> {
    const token = known?.token ?? randomToken();
    const others = tokensIn(cookie, MOST_ACCOUNTS).filter((other) => other !== token);
    const put: StoredRecord = {
      kind: "device",
      id: digestOf(token),
      owner: userId,
      expiresAt: this.#clock() + DEVICE_SECONDS * 1000,
      version: (known?.record.version ?? 0) + 1,
      value: {},
    };
    return {
      token,
      cookie: [token, ...others].slice(0, MOST_ACCOUNTS).join("."),
      changes: [{ put }, ...(known === undefined ? await this.#surplusOf(userId) : [])],
    };
  }

  /** Removes the browsers of a user that signed in longest ago, where another one would be too many. */
  async #surplusOf(userId: string): Promise<readonly RecordChange[]> {
    const { records } = await this.#records.list("device", { owner: userId, limit: 2 * MOST_DEVICES });
    return records
      .toSorted((a, b) => (b.expiresAt ?? 0) - (a.expiresAt ?? 0))
      .slice(MOST_DEVICES - 1)
      .slice(0, MOST_REMOVED)
      .map(({ id }) => ({ remove: { kind: "device", id } }));
  }

  /** Forgets the browsers of a user but this one. */
  async forgetOthers(userId: string, keep: string | undefined): Promise<void> {
    const ids: string[] = [];
    const query = { owner: userId, limit: 1000 };
    for await (const page of pagesOf((from) => this.#records.list("device", { ...query, ...from })))
      ids.push(...page.records.map(({ id }) => id).filter((id) => id !== keep));
    await removeAll("device", ids, this.#records);
  }
}
