import type { CommandForm, CommandOrder } from "./command-form.js";
import { commandUsage, verbUsage } from "./command-usage.js";
import { readCommand } from "./read-command.js";
import type { CommandIo, ExitCode } from "../command-io.js";
import { endingOf, type ErrorKind } from "../output/ending-of.js";
import { packageVersion } from "../package-version.js";

/** A command with verbs. */
export interface FormRun<Verb extends string, Text extends string, Flag extends string> {
  readonly form: CommandForm<Verb, Text, Flag>;
  readonly run: (order: CommandOrder<Verb, Text, Flag>, io: CommandIo) => Promise<ExitCode>;
  /** Errors that end with 1; all others end with 2. */
  readonly refusals: readonly ErrorKind[];
}

/** Runs a command with these arguments; never rejects. */
export async function runForm<Verb extends string, Text extends string, Flag extends string>(
  { form, run, refusals }: FormRun<Verb, Text, Flag>,
  args: readonly string[],
  io: CommandIo,
): Promise<ExitCode> {
  try {
    const wish = readCommand(form, args);
    if (wish.kind === "do") return await run(wish, io);
    if (wish.kind === "version") io.stdout.write(`${await packageVersion()}\n`);
    else io.stdout.write(wish.verb === undefined ? commandUsage(form) : verbUsage(form, wish.verb));
    return 0;
  } catch (error) {
    const { line, exitCode } = endingOf(error, refusals);
    io.stderr.write(`product-auth: ${line}\n`);
    return exitCode;
  }
}
