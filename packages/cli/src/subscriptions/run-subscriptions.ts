import { readFile } from "node:fs/promises";
import { readArguments } from "./arguments/read-arguments.js";
import type { CommandIo, ExitCode } from "./command-io.js";
import { endingOf } from "./ending-of.js";
import { usage, usageOf } from "./output/usage.js";
import { runVerb } from "./run-verb.js";

/** The command's name, as it stands in front of everything it says on stderr. */
const NAME = "product-auth-subscriptions";

/** Runs `product-auth-subscriptions` with these arguments; never rejects. */
export async function runSubscriptionsCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    return await run(args, io);
  } catch (error) {
    const { line, exitCode } = endingOf(error);
    io.stderr.write(`${NAME}: ${line}\n`);
    return exitCode;
  }
}

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const wish = readArguments(args);
  if (wish.kind === "do") return runVerb(wish, io);
  if (wish.kind === "version") io.stdout.write(`${await packageVersion()}\n`);
  else io.stdout.write(wish.verb === undefined ? usage() : usageOf(wish.verb));
  return 0;
}

async function packageVersion(): Promise<string> {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
