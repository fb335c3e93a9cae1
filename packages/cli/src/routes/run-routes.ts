import { fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { inspectModule, type Inspected } from "./inspect-module.js";
import type { InspectedFramework, RoutesWish } from "./inspected-framework.js";
import { readRoutesArguments } from "./read-routes-arguments.js";
import { routesUsage } from "./routes-usage.js";

/** Stands in front of the module's name in the process that loads it. */
const INSIDE = "--inside";

/**
 * The command of an adapter that lists routes, on this process's arguments. Sets the exit code: 0, 1 when a route is
 * open without saying so, 2 when there is no report. Never rejects.
 */
export async function runRoutesCommand(framework: InspectedFramework): Promise<void> {
  const args = process.argv.slice(2);
  if (args[0] === INSIDE && process.send !== undefined) return inside(args, framework);
  // `… | head` closes the pipe before everything is written; that is no mistake.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    process.exitCode = await outside(args, framework);
  } catch (error) {
    process.stderr.write(`${framework.command}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

async function outside(args: readonly string[], framework: InspectedFramework): Promise<0 | 1> {
  const order = readRoutesArguments(args);
  if (order.kind === "help") return print(routesUsage(framework));
  if (order.kind === "version") return print(`${await packageVersion()}\n`);
  const inspected = await inspectedElsewhere(order, framework);
  if (inspected.kind === "failure") throw new Error(inspected.message);
  const { report, text } = inspected;
  if (report.routes.length + report.opaque.length === 0)
    throw new Error(
      `${order.module}: the application has no routes; is it exported before they are declared?`,
    );
  print(order.json ? `${JSON.stringify(report, undefined, 2)}\n` : text);
  return report.unprotected.length > 0 || (order.strict && report.opaque.length > 0) ? 1 : 0;
}

// In a process of its own: the module may listen, keep timers, print, and end its process; nothing of it reaches this
// one's output, exit code or end.
function inspectedElsewhere(order: RoutesWish, { file }: InspectedFramework): Promise<Inspected> {
  const child = fork(
    fileURLToPath(file),
    [INSIDE, order.module, ...(order.export === undefined ? [] : [order.export])],
    {
      stdio: ["ignore", 2, 2, "ipc"],
    },
  );
  const timer = setTimeout(() => child.kill("SIGKILL"), order.timeout * 1000);
  return new Promise<Inspected>((settle, reject) => {
    let told: Inspected | undefined;
    child.on("message", (message) => (told = inspectedIn(message) ?? told));
    child.on("error", reject);
    child.on("exit", (code, signal) => settle(told ?? silence(order, signal ?? code)));
  }).finally(() => clearTimeout(timer));
}

function silence({ module, timeout }: RoutesWish, end: string | number | null): Inspected {
  const message =
    end === "SIGKILL"
      ? `loading it took longer than ${timeout} seconds (--timeout)`
      : `it ended its process (${end}) before its routes could be listed`;
  return { kind: "failure", message: `${module}: ${message}.` };
}

async function inside(
  [, module = "", name]: readonly string[],
  framework: InspectedFramework,
): Promise<void> {
  process.argv.splice(2); // they are this command's, and the module may read them
  process.once("disconnect", () => process.exit());
  const inspected = await inspectModule({ module, export: name }, framework);
  // Whatever the module has running ends with this.
  process.send!({ [INSIDE]: inspected }, () => process.exit());
}

// The module may send messages, too.
function inspectedIn(message: unknown): Inspected | undefined {
  return (message as Partial<Record<typeof INSIDE, Inspected>> | null)?.[INSIDE];
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

async function packageVersion(): Promise<string> {
  const manifest = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
