import { ProvisioningError, type ClientAdministration } from "@product-auth/core/clients";
import { withTimeout } from "@product-auth/core/subscriptions";
import type { StoredRecord } from "@product-auth/core/records";
import type { ReconcileFinding } from "../options/portal-options.js";
import type { PortalContext } from "../portal-context.js";
import { RegularLook } from "../stores/regular-look.js";
import { endTurn, lastTurn, takeTurn } from "../stores/turns.js";
import { allApplications } from "./all-pages.js";
import type { PortalApplications } from "./portal-applications.js";
import { noteEndingSecrets } from "./secret-reminders.js";

/** Milliseconds between two looks for jobs that another process left: less than their lease of 30 seconds. */
const LOOK_EVERY = 20_000;
/** Milliseconds after which the comparison with Entra ID has failed, and those that `close` waits for it. */
const RECONCILE_TIMEOUT = 1_800_000;
const CLOSE_TIMEOUT = 5000;

/** What the last hourly work found. Stored once for all instances. */
export interface LastReconcile {
  /** When it began. Milliseconds since 1970. */
  readonly at: number;
  /** Absent while it runs, and in a portal without the option `reconcile`. */
  readonly findings?: readonly ReconcileFinding[];
  /** Why there are no findings. */
  readonly failure?: string;
}

/**
 * Continues the jobs that a stopped process left, at the start and every 20 seconds; and does the hourly work: one of all instances
 * reminds owners of secrets that end, and compares the applications with Entra ID.
 */
export class ApplicationUpkeep {
  readonly #portal: PortalContext;
  readonly #applications: PortalApplications;
  readonly #looks: RegularLook;
  /** The hourly work, which may take minutes: jobs are continued meanwhile. */
  #hourly: Promise<void> | undefined;
  #isClosed = false;

  constructor(portal: PortalContext, applications: PortalApplications, every: number = LOOK_EVERY) {
    this.#portal = portal;
    this.#applications = applications;
    this.#looks = new RegularLook(() => this.#look(), every, portal.reportFailure);
    void this.look();
  }

  /** Looks once. Never rejects: a store that fails now is asked again at the next look. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  /** Waits for what runs; for the hourly work, which asks Entra ID, only a short time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#looks.close();
    if (this.#hourly !== undefined)
      await withTimeout(this.#hourly, CLOSE_TIMEOUT, "The hourly work has not ended").catch(() => undefined);
  }

  async #look(): Promise<void> {
    await this.#applications.administration.resumeAll();
    if (this.#hourly !== undefined || this.#isClosed) return;
    const turn = await takeTurn(TURN, this.#portal);
    if (turn === undefined) return;
    this.#hourly = this.#doHourly(turn)
      .catch((cause: unknown) => this.#looks.report(cause))
      .finally(() => (this.#hourly = undefined));
  }

  async #doHourly(turn: StoredRecord): Promise<void> {
    for (const application of await allApplications(this.#applications)) {
      if (this.#isClosed) return;
      const secrets = await secretsOf(application.id, this.#applications.administration);
      if (secrets === "unavailable") break; // the next turn asks again
      await noteEndingSecrets(application, secrets, this.#portal);
    }
    const { reconcile } = this.#applications;
    if (reconcile === undefined || this.#isClosed) return;
    const outcome = await outcomeOf(reconcile);
    if (!this.#isClosed) await endTurn(turn, outcome, this.#portal.records);
  }
}

const TURN = "applications-upkeep";

/** What the last hourly work found; undefined before the first. */
export async function lastReconcile({ records }: PortalContext): Promise<LastReconcile | undefined> {
  return (await lastTurn(TURN, records)) as LastReconcile | undefined;
}

async function secretsOf(clientId: string, administration: ClientAdministration) {
  try {
    return await administration.listSecrets(clientId);
  } catch (error) {
    if (!(error instanceof ProvisioningError)) throw error;
    // Of one that was deleted in Entra ID there are none; while Entra ID is down, none can be listed.
    return error.reason === "unavailable" || error.reason === "refused" || error.reason === "manual"
      ? "unavailable"
      : [];
  }
}

/** Bytes of the findings that are kept, as JSON: a record has 64 KiB. */
const MOST_BYTES = 60_000;
const LONGEST_TEXT = 300;

// A type, not an interface: a record's value has an index signature.
type KeptFinding = { code?: string; at: string; message: string; meaning?: string; fix?: string };

async function outcomeOf(
  reconcile: () => Promise<readonly ReconcileFinding[]>,
): Promise<{ findings: KeptFinding[] } | { failure: string }> {
  const cut = (text: string) => text.slice(0, LONGEST_TEXT);
  try {
    const findings = await Promise.race([reconcile(), tooLate()]);
    const kept: KeptFinding[] = [];
    let bytes = 0;
    for (const { code, at, message, meaning, fix } of findings) {
      const one = {
        ...(code !== undefined && { code: cut(code) }),
        at: cut(at),
        message: cut(message),
        ...(meaning !== undefined && { meaning: cut(meaning) }),
        ...(fix !== undefined && { fix: cut(fix) }),
      };
      bytes += Buffer.byteLength(JSON.stringify(one)) + 1;
      if (bytes > MOST_BYTES) break;
      kept.push(one);
    }
    return { findings: kept };
  } catch (error) {
    return { failure: cut(error instanceof Error ? error.message : String(error)) };
  }
}

// The timer does not keep a process alive that has closed everything else.
const tooLate = () =>
  new Promise<never>((_, reject) => {
    const late = new Error("The comparison with Microsoft Entra ID has not ended within 30 minutes");
    setTimeout(() => reject(late), RECONCILE_TIMEOUT).unref();
  });
