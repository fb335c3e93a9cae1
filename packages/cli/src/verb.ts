import type { CommandIo, ExitCode } from "./command-io.js";

/** A command of `product-auth`. */
export interface Verb {
  readonly name: string;
  /** What it does, for the list of verbs: one line that begins with a verb in the third person. */
  readonly summary: string;
  /** What follows `product-auth` on the command line: "routes MODULE [options]". */
  readonly usage: string;
  /**
   * Runs it with what follows its name, `--help` and `--version` included; loads what it needs only now. Rejects with an
   * error whose message goes to stderr when it cannot do its work: the command then ends with 2.
   */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<ExitCode>;
}
