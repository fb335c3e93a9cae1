import type { CommandIo, ExitCode } from "../command-io.js";
import { packageVersion } from "../package-version.js";
import { readArguments } from "./arguments/read-arguments.js";
import { endingOf } from "./ending-of.js";
import { usage, usageOf } from "./output/usage.js";
import { runVerb } from "./run-verb.js";

/** Runs `product-auth subscriptions` with these arguments; never rejects. */
export async function runSubscriptions(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    return await run(args, io);
  } catch (error) {
    const { line, exitCode } = endingOf(error);
    io.stderr.write(`product-auth: ${line}\n`);
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
