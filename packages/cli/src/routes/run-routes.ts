import type { Inspected } from "@product-auth/routes/module";
import { answerOfProcess } from "../answer-of-process.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { packageVersion } from "../package-version.js";
import { inspectedIn } from "./answer-parent.js";
import { readRoutesArguments, type RoutesWish } from "./read-routes-arguments.js";
import { routesUsage } from "./routes-usage.js";

/**
 * Runs `product-auth routes` with these arguments: 1 when a route is open without saying so. `inspector` is the program
 * that loads the module. What the module prints goes to this process's own stderr.
 */
export async function runRoutes(
  args: readonly string[],
  io: CommandIo,
  inspector: URL = new URL("inspector.js", import.meta.url),
): Promise<ExitCode> {
  const order = readRoutesArguments(args);
  if (order.kind === "help") return print(routesUsage, io);
  if (order.kind === "version") return print(`${await packageVersion()}\n`, io);
  const inspected = await inspectedElsewhere(order, inspector);
  if (inspected.kind === "failure") throw new Error(inspected.message);
  const { report, text } = inspected;
  if (report.routes.length + report.opaque.length === 0)
    throw new Error(
      `${order.module}: the application has no routes; is it exported before they are declared?`,
    );
  print(order.json ? `${JSON.stringify(report, undefined, 2)}\n` : text, io);
  return report.unprotected.length > 0 || (order.strict && report.opaque.length > 0) ? 1 : 0;
}

const inspectedElsewhere = (order: RoutesWish, inspector: URL): Promise<Inspected> =>
  answerOfProcess<Inspected>(inspector, {
    args: [order.module, ...(order.export === undefined ? [] : [order.export])],
    milliseconds: order.timeout * 1000,
    read: inspectedIn,
    silence: (end) => silence(order, end),
  });

function silence({ module, timeout }: RoutesWish, end: string | number | null): Inspected {
  const message =
    end === "SIGKILL"
      ? `loading it took longer than ${timeout} seconds (--timeout)`
      : `it ended its process (${end}) before its routes could be listed`;
  return { kind: "failure", message: `${module}: ${message}.` };
}

function print(text: string, { stdout }: CommandIo): 0 {
  stdout.write(text);
  return 0;
}
