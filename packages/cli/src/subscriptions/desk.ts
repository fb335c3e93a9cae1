import { administerSubscriptions, type SubscriptionAdministration } from "@product-auth/core/subscriptions";
import { fromEnvironment } from "../arguments/from-environment.js";
import { wholeSeconds } from "../arguments/whole-number.js";
import type { Order } from "./arguments/wish.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { openAuditLog } from "../output/audit-log.js";
import { printable } from "../printable.js";
import { openStore, type OpenStore, type StoreSettings } from "./store/open-store.js";
import { addressText } from "../store/address-text.js";
import { readStoreAddress, type StoreAddress } from "../store/store-address.js";
import { orStoreError } from "../store/store-error.js";

/** What a verb works with: the order, an open store, and where to write. */
export interface Desk {
  readonly order: Order;
  readonly io: CommandIo;
  readonly store: OpenStore;
  readonly administration: SubscriptionAdministration;
  /** Undefined: none was given. */
  readonly pepper: string | undefined;
}

/** Runs a verb that needs a store: `prepare` reads the order before anything is opened, and returns what to do. */
export function atDesk(
  prepare: (order: Order, io: CommandIo) => Promise<(desk: Desk) => Promise<ExitCode>>,
): (order: Order, io: CommandIo) => Promise<ExitCode> {
  return async function runAtDesk(order, io) {
    const address = addressOf(order, io);
    const pepper = fromEnvironment("pepper-env", order, io);
    const settings = settingsOf(order, io);
    const work = await prepare(order, io);
    const audit = openAuditLog(order.texts.audit, io.stderr);
    try {
      const store = await orStoreError(address, openStore(address, settings));
      try {
        const administration = administerSubscriptions({
          repository: store,
          onAudit: audit.write,
          ...(pepper !== undefined && { pepper }),
        });
        return await orStoreError(address, work({ order, io, store, administration, pepper }));
      } finally {
        await store.close().catch(() => undefined); // what was to be done is done, and said
      }
    } finally {
      audit.close();
    }
  };
}

function addressOf(order: Order, io: CommandIo): StoreAddress {
  const text = addressText("store", order, io);
  if (text === undefined)
    throw new Misuse("say where: --store file:subscriptions.json, or --store-env NAME.");
  return readStoreAddress(text);
}

const settingsOf = ({ texts, verb }: Order, { stderr }: CommandIo): StoreSettings => ({
  schema: texts.schema,
  prefix: texts.prefix,
  timeout: wholeSeconds("timeout", texts.timeout ?? "10", 1) * 1000,
  create: verb === "create",
  note: (text) => stderr.write(`${printable(text)}\n`),
});
