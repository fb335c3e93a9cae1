import { runSubscriptionsCommand } from "@product-auth/admin";
import type { Circumstances, Ended } from "./command.js";

/** Runs the command in this process, as a program that embeds it does. */
export async function runHere(
  args: readonly string[],
  { input = "", env = {} }: Omit<Circumstances, "cwd"> = {},
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const code = await runSubscriptionsCommand(args, {
    stdin: (async function* () {
      yield Buffer.from(input);
    })(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { ...process.env, ...env },
  });
  return { code, stdout, stderr };
}
