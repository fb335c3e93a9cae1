import { runCommand, type CommandIo, type ExitCode, type Verb, type Writes } from "@product-auth/cli";

const io: CommandIo = process;
const out: Writes = process.stdout;
const code: ExitCode = 1;
// @ts-expect-error the command ends with 0, 1, 2 or 3
const other: ExitCode = 4;
const verb: Verb = { name: "greet", summary: "greets", usage: "greet", run: () => Promise.resolve(0) };
void runCommand(["greet"], io, [verb]);

export { code, io, other, out, verb };
