import type { CommandIo, ExitCode } from "../command-io.js";
import { SUBSCRIPTION_REFUSALS } from "../output/ending-of.js";
import { runForm } from "../arguments/run-form.js";
import { SUBSCRIPTIONS } from "./arguments/subscriptions-form.js";
import { runVerb } from "./run-verb.js";

/** Runs `product-auth subscriptions` with these arguments; never rejects. */
export const runSubscriptions = (args: readonly string[], io: CommandIo): Promise<ExitCode> =>
  runForm({ form: SUBSCRIPTIONS, run: runVerb, refusals: SUBSCRIPTION_REFUSALS }, args, io);
