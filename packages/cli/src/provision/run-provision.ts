import { ConfigurationError, type Problem } from "@product-auth/core";
import type { CommandIo, ExitCode } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { packageVersion } from "../package-version.js";
import { printable } from "../printable.js";
import { wordsOf } from "../output/ending-of.js";
import type { ProvisionOrder } from "./arguments/provision-order.js";
import { outlineOf, readProvisionArguments } from "./arguments/read-provision-arguments.js";
import type { GraphProgram } from "./graph-program.js";
import { applyOrDestroy } from "./modes/apply-or-destroy.js";
import { planOrCheck } from "./modes/plan-or-check.js";
import { removeSecret } from "./modes/remove-secret.js";
import { rotateSecret } from "./modes/rotate-secret.js";
import type { RunContext } from "./modes/run-context.js";
import { provisionUsage } from "./output/provision-usage.js";
import { problemsJson } from "./output/report-json.js";
import { InvalidProvision, settleProvision } from "./settle-provision.js";

const RUNS: Readonly<Record<ProvisionOrder["mode"], (context: RunContext) => Promise<ExitCode>>> = {
  plan: planOrCheck,
  check: planOrCheck,
  apply: applyOrDestroy,
  destroy: applyOrDestroy,
  "rotate-secret": rotateSecret,
  "remove-secret": removeSecret,
};

/** Runs `product-auth provision` with these arguments; never rejects. */
export async function runProvision(
  args: readonly string[],
  io: CommandIo,
  program: GraphProgram,
): Promise<ExitCode> {
  try {
    const wish = readProvisionArguments(args);
    if (wish.kind === "do") return await run(wish, io, program);
    io.stdout.write(wish.kind === "help" ? provisionUsage : `${await packageVersion()}\n`);
    return 0;
  } catch (error) {
    const { mode, json } = outlineOf(args);
    if (json) io.stdout.write(problemsJson(mode, problemsOf(error)));
    io.stderr.write(`product-auth: ${linesOf(error)}\n`);
    return 2;
  }
}

async function run(order: ProvisionOrder, io: CommandIo, program: GraphProgram): Promise<ExitCode> {
  requireConsent(order, io);
  return RUNS[order.mode]({ order, io, program, settled: await settleProvision(order, io, program) });
}

// Before any call: a job without a terminal must not wait for an answer.
function requireConsent({ mode, flags }: ProvisionOrder, { stdin }: CommandIo): void {
  if (flags.has("yes")) return;
  if (mode === "remove-secret") throw new Misuse("repeat the command with --yes to remove the secret.");
  if ((mode === "apply" || mode === "destroy") && stdin.isTTY !== true)
    throw new Misuse(`without a terminal, --${mode} needs --yes; nothing was written.`);
}

const problemsOf = (error: unknown): readonly Problem[] =>
  error instanceof ConfigurationError
    ? error.problems
    : [{ path: "arguments", message: wordsOf(error), fix: "see product-auth provision --help" }];

function linesOf(error: unknown): string {
  const text =
    error instanceof ConfigurationError
      ? new ConfigurationError(
          error instanceof InvalidProvision ? error.located : error.problems,
          "nothing was written",
        ).message
      : wordsOf(error);
  return text.split("\n").map(printable).join("\n");
}
