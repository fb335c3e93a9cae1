import type { StoredRecord } from "@product-auth/core/records";
import type { PortalContext } from "../portal-context.js";
import { RegularLook } from "../stores/regular-look.js";
import { endTurn, lastTurn, takeTurn } from "../stores/turns.js";

/** The last cleaning. Stored once for all instances. */
export interface LastCleaning {
  /** When it began. Milliseconds since 1970. */
  readonly at: number;
  /** Events of the audit that it removed. Absent while the first one runs. */
  readonly removed?: number;
  /** Whether there were more than one cleaning removes: the next one follows in some minutes. */
  readonly isBehind?: boolean;
  /** Why it did not end. The next one continues. */
  readonly failure?: string;
}

/** What a cleaning works with. */
export type CleaningContext = Pick<PortalContext, "records" | "settings" | "audit" | "reportFailure">;

/** Milliseconds between two looks whether a cleaning is due. The first is after that time too, so that a start is not slowed down. */
const LOOK_EVERY = 300_000;
const TURN = "cleaning";
/** Most events of the audit that one cleaning removes: a file is written as a whole for every 20 of them. */
const MOST_EVENTS = 2000;
/** Most expired records that one call removes, and most calls of one cleaning. */
const EXPIRED_AT_ONCE = 500;
const MOST_CALLS = 20;
const LONGEST_FAILURE = 300;

/**
 * Removes the events of the audit whose time has passed, once an hour by one of all instances. What expires by itself (sessions,
 * flows, tickets, forms, deleted users) counts as absent from then on, and the stores remove it with later writes; a store that is
 * seldom written to does so here.
 */
export class Cleaning {
  readonly #portal: CleaningContext;
  readonly #looks: RegularLook;
  #isClosed = false;

  constructor(portal: CleaningContext, every: number = LOOK_EVERY) {
    this.#portal = portal;
    this.#looks = new RegularLook(() => this.#look(), every, portal.reportFailure);
  }

  /** Cleans when it is due. Never rejects: what failed is tried again with the next turn. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  /** Ends after the write that is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#looks.close();
  }

  async #look(): Promise<void> {
    const turn = await takeTurn(TURN, this.#portal, (last) => last["isBehind"] === true);
    if (turn !== undefined) await this.#clean(turn);
  }

  async #clean(turn: StoredRecord): Promise<void> {
    const { records, settings, audit } = this.#portal;
    try {
      const { removed, isBehind } = await audit.removeBefore(settings.clock() - settings.retention.audit, {
        most: MOST_EVENTS,
        isStopped: () => this.#isClosed,
      });
      await this.#removeExpired();
      await endTurn(turn, { removed, isBehind }, records);
    } catch (cause) {
      const failure = (cause instanceof Error ? cause.message : String(cause)).slice(0, LONGEST_FAILURE);
      await endTurn(turn, { failure }, records).catch(() => undefined); // the same store
      throw cause;
    }
  }

  async #removeExpired(): Promise<void> {
    const { records } = this.#portal;
    for (let i = 0; i < MOST_CALLS && !this.#isClosed; i++)
      if (((await records.deleteExpired?.(EXPIRED_AT_ONCE)) ?? 0) < EXPIRED_AT_ONCE) return;
  }
}

/** The last cleaning of any instance; undefined before the first. */
export async function lastCleaning({
  records,
}: Pick<PortalContext, "records">): Promise<LastCleaning | undefined> {
  return (await lastTurn(TURN, records)) as LastCleaning | undefined;
}
