import type { TokenPurpose, WaitingToken } from "../console-sign-in/waiting-token.js";
import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { digestOf, isToken, randomToken } from "../people/digest.js";
import { pagesOf } from "../stores/pages-of.js";
import { removeAll } from "../stores/remove-all.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";

/** A session. Its cookie is a random token; the record is found by the digest of it. */
export interface Session {
  /** Id of the record. */
  readonly id: string;
  readonly userId: string;
  readonly provider: string;
  /** When the user signed in. Milliseconds since 1970, like every time here. */
  readonly authTime: number;
  readonly lastSeen: number;
  readonly isAdministrator: boolean;
  /** Groups that the sign-in brought. */
  readonly groups: readonly string[];
  /** Family of the browser and network of the visitor, for the page "Sessions". */
  readonly agent: string;
  readonly address?: string;
  /** What the token is for that waits for a page of the console, and until when. */
  readonly waitingToken?: TokenPurpose & { readonly until: number };
}

export type NewSession = Omit<Session, "id" | "authTime" | "lastSeen" | "waitingToken">;

/** Longest time between two notes of `lastSeen`, in milliseconds. */
const NOTE_EVERY = 300_000;
/** Attempts at a change that other requests overtake. */
const MOST_ATTEMPTS = 5;

/** The sessions of a portal. */
export class Sessions {
  readonly #records: RecordRepository;
  readonly #clock: () => number;
  readonly #lasts: { readonly idle: number; readonly absolute: number };

  /** `lasts`: milliseconds. */
  constructor(
    records: RecordRepository,
    clock: () => number,
    lasts: { readonly idle: number; readonly absolute: number },
  ) {
    this.#records = records;
    this.#clock = clock;
    this.#lasts = lasts;
  }

  /** A new session: its cookie, which exists nowhere else, and the change that starts it. */
  create({ userId, ...value }: NewSession): { readonly cookie: string; readonly change: RecordChange } {
    const cookie = randomToken();
    const now = this.#clock();
    const times = { authTime: now, lastSeen: now };
    return { cookie, change: { put: this.#recordOf(digestOf(cookie), userId, { ...value, ...times }, 1) } };
  }

  /** The session of a cookie; undefined when it is unknown or over. Notes that it was used. */
  async find(cookie: string | undefined): Promise<Session | undefined> {
    if (!isToken(cookie)) return undefined;
    const record = await this.#records.get("session", digestOf(cookie));
    if (record?.owner === undefined) return undefined;
    const session = sessionOf(record);
    const now = this.#clock();
    if (this.#isOver(session, now)) return undefined;
    if (now - session.lastSeen >= Math.min(NOTE_EVERY, this.#lasts.idle / 4)) await this.#note(record, now);
    return session;
  }

  async #note(record: StoredRecord, now: number): Promise<void> {
    const { waitingToken, ...rest } = record.value;
    const isWaiting = ((waitingToken as unknown as WaitingToken | undefined)?.until ?? 0) > now;
    const value = { ...(isWaiting ? record.value : rest), lastSeen: now };
    const noted = this.#recordOf(record.id, record.owner ?? "", value, record.version + 1);
    // Without effect when another request noted it, or ended the session.
    await writeUnlessConflict(this.#records, [{ put: noted }]);
  }

  /**
   * Changes what is stored of a session, together with `also`. `changed` returns the new value, or undefined to leave all as it
   * is. False when nothing was changed, because the session has ended, too.
   */
  async change(
    id: string,
    changed: (value: StoredRecord["value"]) => StoredRecord["value"] | undefined,
    ...also: readonly RecordChange[]
  ): Promise<boolean> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const record = await this.#records.get("session", id);
      const value = record && changed(record.value);
      if (record === undefined || value === undefined) return false;
      const put = this.#recordOf(id, record.owner ?? "", value, record.version + 1);
      if (await writeUnlessConflict(this.#records, [{ put }, ...also])) return true;
    }
    return false;
  }

  #recordOf(id: string, owner: string, value: StoredRecord["value"], version: number): StoredRecord {
    const { authTime, lastSeen } = value as { authTime: number; lastSeen: number };
    const expiresAt = Math.min(authTime + this.#lasts.absolute, lastSeen + this.#lasts.idle);
    return { kind: "session", id, owner, expiresAt, version, value };
  }

  /** The change that ends a session. */
  ending(id: string): RecordChange {
    return { remove: { kind: "session", id } };
  }

  /** Ends a session, together with other changes. */
  async end(id: string, ...also: readonly RecordChange[]): Promise<void> {
    await this.#records.write([this.ending(id), ...also]);
  }

  /** The sessions of a user, the newest first. */
  async ofUser(userId: string): Promise<readonly Session[]> {
    const sessions: Session[] = [];
    const query = { owner: userId, limit: 1000 };
    for await (const page of pagesOf((from) => this.#records.list("session", { ...query, ...from })))
      sessions.push(...page.records.map(sessionOf));
    const now = this.#clock();
    return sessions
      .filter((session) => !this.#isOver(session, now))
      .toSorted((a, b) => b.authTime - a.authTime);
  }

  /** Ends all sessions of a user. */
  async endAll(userId: string): Promise<void> {
    await this.endOthers(userId);
  }

  /** Ends all sessions of a user but this one. Returns how many. */
  async endOthers(userId: string, keep?: string): Promise<number> {
    const others = (await this.ofUser(userId)).filter(({ id }) => id !== keep);
    await removeAll(
      "session",
      others.map(({ id }) => id),
      this.#records,
    );
    return others.length;
  }

  #isOver({ authTime, lastSeen }: Session, now: number): boolean {
    const { idle, absolute } = this.#lasts;
    return now >= authTime + absolute || now >= lastSeen + idle;
  }
}

function sessionOf({ id, owner = "", value }: StoredRecord): Session {
  const { provider, authTime, lastSeen, isAdministrator, groups, agent, address, waitingToken } =
    value as Partial<Session>;
  return Object.freeze({
    id,
    userId: owner,
    provider: provider ?? "",
    authTime: authTime ?? 0,
    lastSeen: lastSeen ?? 0,
    isAdministrator: isAdministrator === true,
    groups: groups ?? [],
    agent: agent ?? "",
    ...(address !== undefined && { address }),
    ...(waitingToken !== undefined && { waitingToken: withoutSealed(waitingToken) }),
  });
}

const withoutSealed = ({ api, product, until }: NonNullable<Session["waitingToken"]>) => ({
  api,
  product,
  until,
});
