import {
  limitsOfCatalog,
  loadCatalog,
  type CatalogFile,
  type LimitedCaller,
  type LimitUsage,
} from "@product-auth/core/catalog";
import type { CounterStore } from "@product-auth/core/counters";
import type { CommandIo, ExitCode } from "../command-io.js";
import { packageVersion } from "../package-version.js";
import { wholeSeconds } from "../arguments/whole-number.js";
import { endingOf } from "../output/ending-of.js";
import { openAuditLog, type AuditLog } from "../output/audit-log.js";
import { jsonText } from "../output/json-text.js";
import { orStoreError } from "../store/store-error.js";
import { findCaller } from "./find-caller.js";
import { limitsUsage } from "./limits-usage.js";
import { countersAddressOf, openCounters } from "./open-counters.js";
import { readLimitsArguments, type LimitsOrder } from "./read-limits-arguments.js";
import { isoOf, nameOf, usageText } from "./usage-text.js";

/** Runs `product-auth limits` with these arguments; never rejects. */
export async function runLimits(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    const wish = readLimitsArguments(args);
    if (wish.kind === "do") return await run(wish, io);
    io.stdout.write(wish.kind === "help" ? limitsUsage : `${await packageVersion()}\n`);
    return 0;
  } catch (error) {
    const { line, exitCode } = endingOf(error);
    io.stderr.write(`product-auth: ${line}\n`);
    return exitCode;
  }
}

async function run(order: LimitsOrder, io: CommandIo): Promise<ExitCode> {
  const { texts } = order;
  const address = countersAddressOf(order, io);
  const timeout = wholeSeconds("timeout", texts.timeout ?? "10", 1) * 1000;
  const catalog = await loadCatalog(texts.catalog ?? "catalog.json", { env: io.env });
  const audit = openAuditLog(texts.audit, io.stderr);
  try {
    const caller = await findCaller(order, catalog, { io, timeout });
    const store = await openCounters(address, texts, timeout);
    try {
      await orStoreError(address, work({ order, io, catalog, caller, store, audit }));
    } finally {
      await Promise.resolve(store.close?.()).catch(() => undefined); // what had to be done is done
    }
  } finally {
    audit.close();
  }
  return 0;
}

interface Task {
  readonly order: LimitsOrder;
  readonly io: CommandIo;
  readonly catalog: CatalogFile;
  readonly caller: LimitedCaller;
  readonly store: CounterStore;
  readonly audit: AuditLog;
}

async function work({ order, io, catalog, caller, store, audit }: Task): Promise<void> {
  const { by, comment } = order.texts;
  let reset: number | undefined;
  const limits = limitsOfCatalog(catalog, {
    store,
    onReset({ action, ...event }) {
      reset = event.counters;
      audit.write({ action: `${action}-limits`, ...event, ...(comment !== undefined && { comment }) });
    },
  });
  const usage =
    order.verb === "show"
      ? await limits.of(caller)
      : await limits.reset(caller, by === undefined ? {} : { by });
  if (order.json) {
    const document = { ...callerDocument(caller), ...(reset !== undefined && { reset }) };
    io.stdout.write(`${jsonText({ ...document, limits: usage.map(usageDocument) }, 2)}\n`);
    return;
  }
  if (reset !== undefined) {
    const counters = reset === 1 ? "1 counter" : `${reset} counters`;
    io.stdout.write(`${counters} of ${nameOf(caller)} reset.\n`);
  }
  io.stdout.write(usageText(usage, caller, io.stdout.columns));
}

const callerDocument = (caller: LimitedCaller): object =>
  "client" in caller
    ? { client: caller.client, ...(caller.product !== undefined && { product: caller.product }) }
    : { subscription: caller.subscription.id, scope: caller.subscription.scope };

function usageDocument({ used, renewedAt, ...usage }: LimitUsage): object {
  const renewed = isoOf(renewedAt);
  return {
    ...usage,
    ...(used !== undefined && { used }),
    ...(renewed !== undefined && { renewedAt: renewed }),
  };
}
