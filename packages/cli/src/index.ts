export { runCommand } from "./run-command.js";
export type { CommandIo, ExitCode, Writes } from "./command-io.js";
export type { Verb } from "./verb.js";
