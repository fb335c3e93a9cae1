import type { GraphOptions, ProvisionOptions, ProvisionReport } from "@product-auth/graph";
import type { CommandIo, ExitCode } from "../../command-io.js";
import { printable } from "../../printable.js";
import type { ProvisionOrder } from "../arguments/provision-order.js";
import type { GraphProgram } from "../graph-program.js";
import { reportJson } from "../output/report-json.js";
import { reportText, type Describe } from "../output/report-text.js";
import type { SettledProvision } from "../settle-provision.js";

/** What a mode works with. */
export interface RunContext {
  readonly order: ProvisionOrder;
  readonly io: CommandIo;
  readonly program: GraphProgram;
  readonly settled: SettledProvision;
}

/** The options of Graph, with a line on stderr for each wait. */
export const graphOptionsOf = ({ io, settled }: RunContext): GraphOptions => ({
  ...settled.graph,
  onProgress({ message, seconds, atMost }) {
    io.stderr.write(`${printable(message)}: waiting ${Math.ceil(seconds)} s, at most ${atMost} s\n`);
  },
});

/** The options of a plan. */
export const planOptionsOf = (context: RunContext): ProvisionOptions => ({
  ...graphOptionsOf(context),
  adopt: context.settled.values.adopt,
  separate: context.order.separate,
  prune: context.order.flags.has("prune"),
});

/** What the changes of a report do. */
export const describeIn =
  ({ program, settled }: RunContext, report: ProvisionReport): Describe =>
  (change) =>
    program.describeChange(change, report, settled.catalog);

/** Prints a report on stdout and returns its exit code. */
export function printReport(context: RunContext, report: ProvisionReport): ExitCode {
  const { io, order } = context;
  io.stdout.write(
    order.flags.has("json") ? reportJson(report) : reportText(report, describeIn(context, report)),
  );
  return report.exit;
}

/** Whether there is an error among the findings. */
export const isRefused = ({ findings }: Pick<ProvisionReport, "findings">): boolean =>
  findings.some(({ severity }) => severity === "error");
