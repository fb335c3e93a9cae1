export { runSubscriptionsCommand } from "./run-subscriptions-command.js";
export type { CommandIo, ExitCode } from "./command-io.js";
