import { setTimeout as delay } from "node:timers/promises";
import { administerClients } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import type { UserAdministration } from "@product-auth/portal";
import { withoutGraph } from "../applications/entra/without-graph.js";
import { wholeNumber } from "../arguments/whole-number.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { openAuditLog, type AuditLog } from "../output/audit-log.js";
import { printable } from "../printable.js";
import { untilInterrupted } from "../provision/until-interrupted.js";
import { addressText } from "../store/address-text.js";
import { openRecords, readOnly, recordsAddressOf } from "../store/open-records.js";
import { readStoreAddress, type StoreAddress } from "../store/store-address.js";
import { orStoreError } from "../store/store-error.js";
import { openStore } from "../subscriptions/store/open-store.js";
import type { Order } from "./arguments/users-form.js";
import type { PortalProgram } from "./portal-program.js";
import { orRefused, REFUSALS } from "./refusals.js";

/** What a verb works with. */
export interface Desk {
  readonly order: Order;
  readonly io: CommandIo;
  readonly records: RecordRepository;
  readonly users: UserAdministration;
  readonly program: PortalProgram;
  readonly audit: AuditLog;
  /** Milliseconds to wait for subscriptions and applications. */
  readonly timeout: number;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly delay: Delay;
}

/** What the command takes from its surroundings. Tests replace it. */
export interface Surroundings {
  readonly load: () => Promise<PortalProgram>;
  readonly clock?: () => number;
  readonly delay?: Delay;
  /** Stands between the command and the records. */
  readonly between?: (records: RecordRepository) => RecordRepository;
  /** The same for subscriptions. */
  readonly betweenSubscriptions?: (repository: SubscriptionRepository) => SubscriptionRepository;
}

/** Resolves after that many milliseconds, or when the signal is aborted. */
export type Delay = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Runs a verb: with an order, where it finds what it needs. */
export type VerbRun = (order: Order, io: CommandIo, surroundings: Surroundings) => Promise<ExitCode>;

/** What `prepare` returns: the work, which begins when everything is open. */
export type Work = (desk: Desk) => Promise<ExitCode>;

/** Milliseconds for which a change waits for its work before it is reported as progress. */
const PATIENCE = 1_000;

/**
 * Runs a verb at the records: `prepare` reads the order before anything is opened, and returns what to do. `reads`: it changes nothing.
 * `owned`: it changes what users own, so it needs the subscriptions too: a job that was done without them would leave keys that work.
 */
export function atDesk(
  prepare: (order: Order, io: CommandIo) => Work | Promise<Work>,
  { reads = false, owned = false }: { readonly reads?: boolean; readonly owned?: boolean } = {},
): VerbRun {
  return async function runAtDesk(order, io, surroundings) {
    const { load, clock = () => Date.now(), delay: pause = sleep, between = (same) => same } = surroundings;
    const address = recordsAddressOf(order, io, "users");
    const store = owned ? subscriptionsAddressOf(order, io) : undefined;
    const timeout = wholeNumber("timeout", order.texts.timeout ?? "60", 1, 3600) * 1000;
    const work = await prepare(order, io);
    const program = await load();
    const audit = openAuditLog(order.texts.audit, io.stderr);
    try {
      const opened = await orStoreError(
        address,
        openRecords(address, order, io, { create: order.verb === "invite", madeBy: "the portal" }),
      );
      try {
        const records = between(reads ? readOnly(opened) : opened);
        const subscriptions = store && (await openSubscriptions(store, order, io, surroundings));
        try {
          return await untilInterrupted(async (signal) => {
            const applications = administerClients({
              records,
              provisioning: withoutGraph, // what is left in Entra ID stays a job of the applications
              onAudit: audit.write,
              onProblem: () => undefined,
              patience: 0,
              clock,
              delay: pause,
            });
            const users = program.administerUsers({
              records,
              ...(subscriptions && {
                subscriptions: administerSubscriptions({
                  repository: subscriptions.repository,
                  onAudit: audit.write,
                  clock,
                }),
              }),
              applications,
              onAudit: audit.write,
              onProblem: () => undefined, // it is noted with the work, which is reported
              clock,
              patience: PATIENCE,
            });
            try {
              const desk = {
                order,
                io,
                records,
                users,
                program,
                audit,
                timeout,
                signal,
                clock,
                delay: pause,
              };
              return await orStoreError(address, orRefused(work(desk)), REFUSALS);
            } finally {
              await users.close();
              await applications.close();
            }
          });
        } finally {
          await subscriptions?.close();
        }
      } finally {
        await opened.close().catch(() => undefined); // what had to be done is done
      }
    } finally {
      audit.close();
    }
  };
}

function subscriptionsAddressOf(order: Order, io: CommandIo): StoreAddress {
  const text = addressText("subscriptions", order, io);
  if (text === undefined)
    throw new Misuse(
      "write where the subscriptions of the users are: --subscriptions file:subscriptions.json, or --subscriptions-env NAME.",
    );
  return readStoreAddress(text);
}

async function openSubscriptions(
  address: StoreAddress,
  { texts }: Order,
  { stderr }: CommandIo,
  { betweenSubscriptions = (same) => same }: Surroundings,
): Promise<{ readonly repository: SubscriptionRepository; close(): Promise<void> }> {
  const opened = await orStoreError(
    address,
    openStore(address, {
      // The schema is that of the records too, which may be in PostgreSQL while these are elsewhere.
      schema: address.kind === "postgres" ? texts.schema : undefined,
      prefix: texts.prefix,
      timeout: wholeNumber("records-timeout", texts["records-timeout"] ?? "10", 1, 60) * 1000,
      create: false,
      note: (text) => stderr.write(`${printable(text)}\n`),
    }),
  );
  // A store that cannot be reached is reported before a user is changed.
  await orStoreError(address, opened.list({ limit: 1 })).catch(async (error: unknown) => {
    await opened.close().catch(() => undefined);
    throw error;
  });
  return {
    repository: betweenSubscriptions(opened),
    close: () => opened.close().catch(() => undefined),
  };
}

// Only the signal ends it early.
const sleep: Delay = (milliseconds, signal) =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);
