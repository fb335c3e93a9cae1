import { execFileSync } from "node:child_process";
import type { Context } from "mocha";

/** Skips the suite out loud when a program is missing; in CI its absence is a failure. */
export function needed(context: Context, program: string, ...versionArguments: string[]): void {
  try {
    execFileSync(program, versionArguments, { stdio: "ignore" });
  } catch {
    const message = `${program} is not installed, so these tests cannot run: apt-get install ${program}`;
    if ((process.env["CI"] ?? "") !== "") throw new Error(message);
    Object.assign(context.test?.parent ?? {}, { skipReason: message });
    context.skip();
  }
}
