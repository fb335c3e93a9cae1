import { createProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { isRecord } from "./is-record.js";
import type { Examination } from "../doctor-report.js";
import type { DoctorProgram } from "../doctor-program.js";
import { checkIssuers } from "./check-issuers.js";
import { checkStores } from "./check-stores.js";
import { checkTokens, type TriedClient } from "./check-tokens.js";
import { withAudiences } from "./with-audiences.js";
import { watchFetch } from "./watched-fetch.js";
import { withinTime } from "./within-time.js";

/** What is examined. */
export interface InstanceQuestion {
  readonly options: ProductAuthOptions;
  /** What a module exports as `records`. */
  readonly records?: unknown;
  /** Whether the options stand in a file. */
  readonly isFile: boolean;
  readonly client: TriedClient | undefined;
  /** From the command line. */
  readonly tenant: string | undefined;
  readonly milliseconds: number;
}

/** The largest value of `signingKeys.timeout`, in seconds. */
const LONGEST_FETCH = 60;

/** The default of the option `clockTolerance`, in seconds. */
const TOLERANCE = 300;

/**
 * Examines issuers, stores and tokens with an instance that these options make. Rejects with `ConfigurationError` when they
 * make none. Closes the stores.
 */
export async function checkInstance(
  { options: given, records, isFile, client, tenant, milliseconds }: InstanceQuestion,
  program: Pick<DoctorProgram, "diagnosis">,
): Promise<Examination> {
  const { onDecision: _, ...unobserved } = given; // the observer hears of requests, and these are only trials
  const { options, withoutAudience } = withAudiences(unobserved);
  const clock = options.clock ?? (() => Date.now());
  const watched = watchFetch(options.fetch ?? ((...call) => globalThis.fetch(...call)), clock);
  const auth = createProductAuth({
    ...options,
    ...(typeof options.tokenSource === "function" && { tokenSource: {} }), // there is no request to call it with
    subscriptions: options.subscriptions ?? [],
    unmatchedPaths: "any-product",
    fetch: watched.fetch,
    signingKeys: { ...options.signingKeys, timeout: Math.min(milliseconds / 1000, LONGEST_FETCH) },
  });
  try {
    const context = { milliseconds, program };
    const [issuers, stores] = await Promise.all([
      checkIssuers(auth, { watched, tolerance: options.clockTolerance ?? TOLERANCE, program }),
      checkStores({ options, records, isFile }, context),
    ]);
    const tokens = await checkTokens({ ...context, auth, options, client, tenant, withoutAudience });
    const missing: Examination = {
      checks: [],
      findings: withoutAudience.map((product) =>
        program.diagnosis("P10", `products.${product}`, {
          message: "the product has no audience, so it is not registered yet",
        }),
      ),
    };
    return merged([issuers, stores, missing, tokens]);
  } finally {
    const closed = [auth, records].map((one) => withinTime(() => closeOf(one)?.call(one), milliseconds));
    await Promise.allSettled(closed); // what does not close is reported by no check, and the process ends
  }
}

function closeOf(store: unknown): (() => unknown) | undefined {
  return isRecord(store) && typeof store["close"] === "function"
    ? (store["close"] as () => unknown)
    : undefined;
}

const merged = (examinations: readonly Examination[]): Examination => ({
  checks: examinations.flatMap(({ checks }) => checks),
  findings: examinations.flatMap(({ findings }) => findings),
});
