import { setTimeout as delay } from "node:timers/promises";
import { administerClients, type ClientAdministration } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { wholeNumber } from "../arguments/whole-number.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { openAuditLog } from "../output/audit-log.js";
import { untilInterrupted } from "../provision/until-interrupted.js";
import { orStoreError } from "../store/store-error.js";
import type { Order } from "./arguments/applications-form.js";
import { openEntra, type Entra, type EntraNeed } from "./entra/open-entra.js";
import type { ProvisioningProgram } from "./entra/provisioning-program.js";
import { openRecords, readOnly, recordsAddressOf } from "../store/open-records.js";
import { REFUSALS } from "./refusals.js";

/** What a verb works with. */
export interface Desk {
  readonly order: Order;
  readonly io: CommandIo;
  readonly administration: ClientAdministration;
  readonly entra: Entra;
  /** Milliseconds to wait for Entra ID. */
  readonly timeout: number;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly delay: Delay;
}

/** What the command takes from its surroundings. Tests replace it. */
export interface Surroundings {
  readonly load: () => Promise<ProvisioningProgram>;
  readonly clock?: () => number;
  readonly delay?: Delay;
  /** Stands between the command and the records. */
  readonly between?: (records: RecordRepository) => RecordRepository;
}

/** Resolves after that many milliseconds, or when the signal is aborted. */
export type Delay = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Runs a verb: with an order, where it finds what it needs. */
export type VerbRun = (order: Order, io: CommandIo, surroundings: Surroundings) => Promise<ExitCode>;

/** What `prepare` returns: the work, which begins when everything is open. */
export type Work = (desk: Desk) => Promise<ExitCode>;

/** Milliseconds for which an act waits for its job in Entra ID before it is reported as progress. */
const PATIENCE = 1_000;

/** Runs a verb at the records: `prepare` reads the order before anything is opened, and returns what to do. */
export function atDesk(
  need: EntraNeed,
  prepare: (order: Order, io: CommandIo) => Promise<Work>,
  { reads = false }: { readonly reads?: boolean } = {},
): VerbRun {
  return async function runAtDesk(order, io, surroundings) {
    const { load, clock = () => Date.now(), delay: pause = sleep, between = (same) => same } = surroundings;
    const address = recordsAddressOf(order, io, "applications");
    const timeout = wholeNumber("timeout", order.texts.timeout ?? "300", 1, 3600) * 1000;
    const work = await prepare(order, io);
    const entra = await openEntra(order, need, io, load);
    const audit = openAuditLog(order.texts.audit, io.stderr);
    try {
      const records = await orStoreError(
        address,
        openRecords(address, order, io, { create: order.verb === "register", madeBy: "the verb register" }),
      );
      try {
        return await untilInterrupted(async (signal) => {
          const administration = administerClients({
            records: between(reads ? readOnly(records) : records),
            provisioning: entra.provisioning,
            onAudit: audit.write,
            onProblem: () => undefined, // the verb's own reading of the records fails as well
            patience: PATIENCE,
            clock,
            delay: pause,
          });
          try {
            const desk = { order, io, administration, entra, timeout, signal, clock, delay: pause };
            return await orStoreError(address, work(desk), REFUSALS);
          } finally {
            await administration.close();
          }
        });
      } finally {
        await records.close().catch(() => undefined); // what had to be done is done
      }
    } finally {
      audit.close();
    }
  };
}

// Only the signal ends it early.
const sleep: Delay = (milliseconds, signal) =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);
