import type { JsonObject, RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { digestOf, isToken, randomToken } from "../people/digest.js";
import { retried } from "../people/users.js";
import { TICKET_LASTS, type TicketPurpose } from "./ticket-purposes.js";

/** What a ticket is made for. */
export interface NewTicket {
  readonly purpose: TicketPurpose;
  /** Address that the ticket is sent to, as `normalEmail` returns it; absent for the link to the first administrator. */
  readonly email?: string;
  /** The user whom it concerns: of a reset. */
  readonly userId?: string;
  readonly names?: { readonly firstName: string; readonly lastName: string };
  /** Groups that the user gets. */
  readonly groups?: readonly string[];
  /** Id of the administrator who invites. */
  readonly by?: string;
  /** Whether only the group `administrators` let that user invite, and no role of the sign-in. */
  readonly isByGroup?: boolean;
  /** Milliseconds, when it is less than what the purpose has. */
  readonly lasts?: number;
}

/** A ticket that may still be used. */
export interface Ticket extends Omit<NewTicket, "lasts"> {
  /** Id of its record: the digest of the token. */
  readonly id: string;
  /**
   * The changes that use it up, to be written together with what it is used for. Of two writes at the same time one rejects with
   * `RepositoryConflictError`.
   */
  readonly taking: readonly RecordChange[];
}

const KIND = "ticket";
/** Which ticket of a purpose and an address, or a user, is the latest one. */
const LATEST = "latest-ticket";

/**
 * Links that prove an address, or that the operator sent them: each opens one page, is used once and expires. The token is in the
 * link alone; the records have its digest. A new ticket voids the older ones of its purpose for the same address or user.
 */
export class Tickets {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /** Makes a ticket, together with other changes, and returns its token. */
  async issue(ticket: NewTicket, ...also: readonly RecordChange[]): Promise<string> {
    const { purpose, lasts = Infinity, ...about } = ticket;
    const token = randomToken();
    const id = digestOf(token);
    const expiresAt = this.#clock() + Math.min(lasts, TICKET_LASTS[purpose]);
    const owner = about.userId === undefined ? {} : { owner: about.userId };
    const made: StoredRecord = {
      ...{ kind: KIND, id, ...owner, expiresAt, version: 1 },
      value: { purpose, ...about } as JsonObject,
    };
    // The version of `LATEST` puts tickets that are made at the same time in an order: the last one is valid, and no other.
    await retried(async () => {
      const latest = await this.#records.get(LATEST, latestId(ticket));
      const version = (latest?.version ?? 0) + 1;
      const value = { ticket: id };
      await this.#records.write([
        { put: made },
        { put: { kind: LATEST, id: latestId(ticket), ...owner, expiresAt, version, value } },
        ...(typeof latest?.value["ticket"] === "string" ? [removalOf(latest.value["ticket"])] : []),
        ...also,
      ]);
    });
    return token;
  }

  /** The ticket of a token, for one of some purposes; undefined when it is unknown, used, voided or expired. Changes nothing. */
  async find(token: string | undefined, ...purposes: readonly TicketPurpose[]): Promise<Ticket | undefined> {
    return isToken(token) ? this.findById(digestOf(token), ...purposes) : undefined;
  }

  /** The same by the id of the record, for a sign-in under way, which keeps no token. */
  async findById(id: string, ...purposes: readonly TicketPurpose[]): Promise<Ticket | undefined> {
    const record = await this.#records.get(KIND, id);
    const found = record && ticketIn(record);
    if (found === undefined || !purposes.includes(found.purpose)) return undefined;
    const latest = await this.#records.get(LATEST, latestId(found));
    if (latest?.value["ticket"] !== id) return undefined;
    return Object.freeze({
      ...found,
      taking: [
        { remove: { kind: KIND, id, version: 1 } },
        { remove: { kind: LATEST, id: latest.id, version: latest.version } },
      ],
    });
  }

  /** Voids the ticket of a purpose for an address or a user, if there is one. */
  async revoke(about: Pick<NewTicket, "purpose" | "email" | "userId">): Promise<void> {
    const latest = await this.#records.get(LATEST, latestId(about));
    const ticket = latest?.value["ticket"];
    if (latest === undefined || typeof ticket !== "string") return;
    // Without a version: a ticket that is made at the same time ends as well.
    await this.#records.write([{ remove: { kind: LATEST, id: latest.id } }, removalOf(ticket)]);
  }
}

const removalOf = (id: string): RecordChange => ({ remove: { kind: KIND, id } });

const latestId = ({ purpose, userId, email }: Pick<NewTicket, "purpose" | "email" | "userId">): string =>
  digestOf(userId === undefined ? `${purpose}|email|${email ?? ""}` : `${purpose}|user|${userId}`);

/** The ticket of a record; undefined for a record of another kind of ticket, or one that is damaged. */
function ticketIn({ id, value }: StoredRecord): Omit<Ticket, "taking"> | undefined {
  const { purpose, email, userId, names, groups, by, isByGroup } = value as Partial<Ticket>;
  if (typeof purpose !== "string" || !Object.hasOwn(TICKET_LASTS, purpose)) return undefined;
  return {
    id,
    purpose,
    ...(email !== undefined && { email }),
    ...(userId !== undefined && { userId }),
    ...(names !== undefined && { names }),
    ...(groups !== undefined && { groups }),
    ...(by !== undefined && { by }),
    ...(isByGroup === true && { isByGroup }),
  };
}
