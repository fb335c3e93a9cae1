import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import { digestOf, isToken, randomToken } from "../people/digest.js";

const KIND = "ticket";
const PURPOSE = "signin-sso";

/** Milliseconds for which a token is good. */
const LIFETIME = 60_000;

/** A token that is good. */
export interface FoundToken {
  readonly userId: string;
  /** The sign-in that it answers; absent for one that answers any. */
  readonly salt?: string;
  /** Uses it up, of several writes at once in one. */
  readonly taking: RecordChange;
}

/** Tokens with which the site signs users in: 32 random bytes, of which a digest is stored, for one sign-in within 60 seconds. */
export class SignInTokens {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /** A new token, which exists nowhere else, and the change that makes it good. */
  create(
    userId: string,
    salt: string | undefined,
  ): { readonly token: string; readonly change: RecordChange } {
    const token = randomToken();
    const expiresAt = this.#clock() + LIFETIME;
    const value = { purpose: PURPOSE, ...(salt !== undefined && { salt: digestOf(salt) }) };
    const record = { kind: KIND, id: digestOf(token), owner: userId, expiresAt, version: 1, value };
    return { token, change: { put: record } };
  }

  /** Undefined for a token that is unknown, used, expired or for another purpose. */
  async find(token: string | undefined): Promise<FoundToken | undefined> {
    if (!isToken(token)) return undefined;
    const record = await this.#records.get(KIND, digestOf(token));
    if (record?.owner === undefined || record.value["purpose"] !== PURPOSE) return undefined;
    if ((record.expiresAt ?? 0) <= this.#clock()) return undefined;
    const { kind, id, owner: userId, version } = record;
    const { salt } = record.value;
    return {
      userId,
      ...(typeof salt === "string" && { salt }),
      taking: { remove: { kind, id, version } },
    };
  }
}
