import {
  RepositoryConflictError,
  type RecordRepository,
  type StoredRecord,
} from "@product-auth/core/records";
import { digestOf, isToken, randomToken } from "../people/digest.js";

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
}

export type NewSession = Omit<Session, "id" | "authTime" | "lastSeen">;

/** Longest time between two notes of `lastSeen`, in milliseconds. */
const NOTE_EVERY = 300_000;

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

  /** Starts a session and returns its cookie, which exists nowhere else. */
  async start(session: NewSession): Promise<string> {
    const cookie = randomToken();
    const now = this.#clock();
    const { userId, ...value } = session;
    await this.#records.write([
      { put: this.#recordOf(digestOf(cookie), userId, { ...value, authTime: now, lastSeen: now }, 1) },
    ]);
    return cookie;
  }

  /** The session of a cookie; undefined when it is unknown or over. Notes that it was used. */
  async find(cookie: string | undefined): Promise<Session | undefined> {
    if (!isToken(cookie)) return undefined;
    const record = await this.#records.get("session", digestOf(cookie));
    if (record?.owner === undefined) return undefined;
    const session = sessionOf(record);
    const now = this.#clock();
    const { idle, absolute } = this.#lasts;
    if (now >= session.authTime + absolute || now >= session.lastSeen + idle) return undefined;
    if (now - session.lastSeen >= Math.min(NOTE_EVERY, idle / 4)) await this.#note(record, now);
    return session;
  }

  async #note(record: StoredRecord, now: number): Promise<void> {
    try {
      const value = { ...record.value, lastSeen: now };
      await this.#records.write([
        { put: this.#recordOf(record.id, record.owner ?? "", value, record.version + 1) },
      ]);
    } catch (error) {
      if (!(error instanceof RepositoryConflictError)) throw error; // another request noted it, or ended the session
    }
  }

  #recordOf(id: string, owner: string, value: StoredRecord["value"], version: number): StoredRecord {
    const { authTime, lastSeen } = value as { authTime: number; lastSeen: number };
    const expiresAt = Math.min(authTime + this.#lasts.absolute, lastSeen + this.#lasts.idle);
    return { kind: "session", id, owner, expiresAt, version, value };
  }

  async end(id: string): Promise<void> {
    await this.#records.write([{ remove: { kind: "session", id } }]);
  }

  /** The sessions of a user, the newest first. */
  async ofUser(userId: string): Promise<readonly Session[]> {
    const { records } = await this.#records.list("session", { owner: userId, limit: 1000 });
    return records.map(sessionOf).toSorted((a, b) => b.authTime - a.authTime);
  }

  /** Ends all sessions of a user but this one. Returns how many. */
  async endOthers(userId: string, keep: string): Promise<number> {
    const others = (await this.ofUser(userId)).filter(({ id }) => id !== keep);
    for (const { id } of others) await this.end(id);
    return others.length;
  }
}

function sessionOf({ id, owner = "", value }: StoredRecord): Session {
  const { provider, authTime, lastSeen, isAdministrator, groups, agent, address } = value as Partial<Session>;
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
  });
}
