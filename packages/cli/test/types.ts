import type { CommandIo, ExitCode } from "@product-auth/admin";

const io: CommandIo = process;
const code: ExitCode = 1;
// @ts-expect-error the command ends with 0, 1 or 2
const other: ExitCode = 3;

export { code, io, other };
