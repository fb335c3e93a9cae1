import { randomBytes } from "node:crypto";
import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { publish } from "../portal-events.js";
import { MOST_CHANGES, removeAll } from "../stores/remove-all.js";
import { timePrefix } from "../stores/time-prefix.js";
import type { PortalEvent } from "./portal-event.js";

/** One page of the audit, the newest first. `next`: value of `after` for the page before it. */
export interface AuditPage {
  readonly events: readonly (PortalEvent & { readonly id: string })[];
  readonly next?: string;
}

/** The audit of a portal: what happened, by whom, to whom. */
export class AuditLog {
  readonly #records: RecordRepository;
  readonly #clock: () => number;
  /** Time of the last event, and how many came before it in the same millisecond. */
  #last = { at: 0, place: 0 };
  readonly #onAudit: ((event: PortalEvent) => void) | undefined;

  constructor(records: RecordRepository, clock: () => number, onAudit?: (event: PortalEvent) => void) {
    this.#records = records;
    this.#clock = clock;
    this.#onAudit = onAudit;
  }

  /** Stores an event, together with other changes. */
  async add(event: Omit<PortalEvent, "at">, ...also: readonly RecordChange[]): Promise<void> {
    const { change, stored } = this.changeOf(event);
    await this.#records.write([change, ...also]);
    this.tell(stored);
  }

  /** The event as a change, for those who write it themselves; `tell` is called afterwards. */
  changeOf(event: Omit<PortalEvent, "at">): { readonly change: RecordChange; readonly stored: PortalEvent } {
    const stored: PortalEvent = Object.freeze({ ...event, at: this.#clock() });
    const { owner, ...value } = stored;
    const id = this.#idAt(stored.at);
    const record: StoredRecord = {
      kind: "audit",
      id,
      version: 1,
      value,
      ...(owner !== undefined && { owner }),
    };
    return { change: { put: record }, stored };
  }

  /** Ids in the order of time; of this process, also within a millisecond. */
  #idAt(at: number): string {
    this.#last = { at, place: at === this.#last.at ? this.#last.place + 1 : 0 };
    const place = (this.#last.place % 0x1_00_00).toString(16).padStart(4, "0");
    return `${timePrefix(at)}-${place}${randomBytes(8).toString("hex")}`;
  }

  /** Reports a stored event to `onAudit` and the diagnostics channel. */
  tell(event: PortalEvent): void {
    publish({ kind: "audit", event });
    try {
      this.#onAudit?.(event);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error), "ProductAuthAuditWarning");
    }
  }

  /** Events, the newest first; with `owner`, those about one user. */
  async list(
    query: { readonly owner?: string; readonly after?: string; readonly limit?: number } = {},
  ): Promise<AuditPage> {
    const { records, next } = await this.#records.list("audit", { ...query, newestFirst: true });
    const events = records.map(({ id, owner, value }) => ({
      ...(value as unknown as PortalEvent),
      ...(owner !== undefined && { owner }),
      id,
    }));
    return { events, ...(next !== undefined && { next }) };
  }

  /**
   * Removes events from before a time, the oldest first and at most `most`. Returns how many, and whether older ones are left.
   * `isStopped`: asked before each write.
   */
  async removeBefore(
    time: number,
    { most, isStopped }: { readonly most: number; readonly isStopped: () => boolean },
  ): Promise<{ readonly removed: number; readonly isBehind: boolean }> {
    const end = timePrefix(time);
    let removed = 0;
    let after: string | undefined;
    while (!isStopped()) {
      const page = await this.#records.list("audit", {
        limit: MOST_CHANGES,
        ...(after !== undefined && { after }),
      });
      const old = page.records.filter(({ id, value }) => id < end && Number(value["at"]) < time);
      if (removed + old.length > most) return { removed, isBehind: true };
      await removeAll(
        "audit",
        old.map(({ id }) => id),
        this.#records,
      );
      removed += old.length;
      if (page.next === undefined || page.next >= end) return { removed, isBehind: false };
      after = page.next;
    }
    return { removed, isBehind: true };
  }
}
