import type { CommandIo, ExitCode } from "../command-io.js";
import { packageVersion } from "../package-version.js";
import { INSPECTOR, inspectElsewhere } from "./inspect-elsewhere.js";
import { readRoutesArguments } from "./read-routes-arguments.js";
import { routesUsage } from "./routes-usage.js";

/**
 * Runs `product-auth routes` with these arguments: 1 when a route is open without saying so. `inspector` is the program
 * that loads the module.
 */
export async function runRoutes(
  args: readonly string[],
  io: CommandIo,
  inspector: URL = INSPECTOR,
): Promise<ExitCode> {
  const order = readRoutesArguments(args);
  if (order.kind === "help") return print(routesUsage, io);
  if (order.kind === "version") return print(`${await packageVersion()}\n`, io);
  const { report, text } = await inspectElsewhere(order, inspector);
  print(order.json ? `${JSON.stringify(report, undefined, 2)}\n` : text, io);
  return report.unprotected.length > 0 || (order.strict && report.opaque.length > 0) ? 1 : 0;
}

function print(text: string, { stdout }: CommandIo): 0 {
  stdout.write(text);
  return 0;
}
