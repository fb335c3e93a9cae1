import { randomBytes, randomUUID } from "node:crypto";
import type { ClientRegistry, ProductAuthOptions, SubscriptionStore } from "@product-auth/core";
import type { CounterStore } from "@product-auth/core/counters";
import type { RecordRepository } from "@product-auth/core/records";
import type { Diagnosis } from "@product-auth/graph";
import type { DoctorCheck, Examination } from "../doctor-report.js";
import type { DoctorProgram } from "../doctor-program.js";
import { errorWords } from "./error-words.js";
import { withinTime } from "./within-time.js";

/** The stores of a module. */
export interface Stores {
  readonly options: ProductAuthOptions;
  /** What the module exports as `records`. */
  readonly records: unknown;
  /** Whether the options stand in a file, which has no stores. */
  readonly isFile: boolean;
}

interface StoreContext {
  /** Why a store is not checked. */
  readonly absent: string;
  readonly milliseconds: number;
  readonly program: Pick<DoctorProgram, "diagnosis">;
}

/** Asks each store in the options for something that it does not have. Writes nothing. */
export async function checkStores(
  { options, records, isFile }: Stores,
  settings: Omit<StoreContext, "absent">,
): Promise<Examination> {
  const context = { ...settings, absent: isFile ? "a file has no stores" : "not in the options" };
  const { subscriptions, clientApplications, counters } = options;
  const each = await Promise.all([
    examine("subscriptions", subscriptions, context, (store) =>
      (store as SubscriptionStore).findByKeyDigest(randomBytes(32).toString("base64url")),
    ),
    examine("clientApplications", clientApplications, context, (registry) =>
      (registry as ClientRegistry).findClient(randomUUID()),
    ),
    examine("counters", counters?.store, context, (store) =>
      (store as CounterStore).read([unusedCounter()], Date.now()),
    ),
    examine(
      "records",
      records,
      { ...context, absent: isFile ? context.absent : "the module exports no records" },
      (repository) => (repository as RecordRepository).list("application", { limit: 1 }),
    ),
    checkCounterSettings(counters?.store, context),
  ]);
  return {
    checks: each.flatMap(({ checks }) => checks),
    findings: each.flatMap(({ findings }) => findings),
  };
}

const MEANINGS = {
  subscriptions: "requests with a subscription key get 503",
  clientApplications: "requests with a token get 503",
  counters: "requests with a limit are admitted or get 503, as the option counters.whenUnavailable says",
  records:
    "the portal's pages get 503; client applications are remembered for 5 s, then requests with a token get 503",
};

const unusedCounter = () => ({
  key: `product-auth doctor ${randomUUID()}`,
  kind: "fixed-window" as const,
  limit: 1,
  amount: 0,
  period: 60_000,
  anchor: 0,
  isMadeUp: true,
});

async function examine(
  check: keyof typeof MEANINGS,
  store: unknown,
  { absent, milliseconds, program }: StoreContext,
  ask: (store: object) => unknown,
): Promise<Examination> {
  const result = (given: DoctorCheck["result"], detail: string, findings: readonly Diagnosis[] = []) => ({
    checks: [{ group: "stores" as const, check, at: "", result: given, detail }],
    findings,
  });
  if (Array.isArray(store)) return result("passed", `${store.length} in the options`);
  if (typeof store !== "object" || store === null) return result("skipped", absent);
  const began = performance.now();
  try {
    await withinTime(() => ask(store), milliseconds);
    return result("passed", `answered in ${Math.max(1, Math.round(performance.now() - began))} ms`);
  } catch (error) {
    const words = errorWords(error);
    const message = `the store of ${check} failed: ${words}`;
    const finding = program.diagnosis("D10", check, { message, meaning: MEANINGS[check] });
    return result("failed", words, [finding]);
  }
}

// A store that does not answer is reported above.
async function checkCounterSettings(
  store: CounterStore | undefined,
  { milliseconds, program }: Pick<StoreContext, "milliseconds" | "program">,
): Promise<Examination> {
  const warnings: unknown = await withinTime(() => store?.check?.() ?? [], milliseconds).catch(() => []);
  const texts = Array.isArray(warnings) ? warnings.filter((one) => typeof one === "string") : []; // of another program
  return {
    checks: [],
    findings: texts.map((message) => program.diagnosis("D11", "counters", { message })),
  };
}
