import { runCommand } from "@product-auth/cli";
import type { Circumstances, Ended } from "./command.js";

/** Runs the verb `subscriptions` in this process, as a program that embeds it does. */
export async function runHere(
  args: readonly string[],
  { input = "", env = {} }: Omit<Circumstances, "cwd"> = {},
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const code = await runCommand(["subscriptions", ...args], {
    stdin: (async function* () {
      yield Buffer.from(input);
    })(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { ...process.env, ...env },
  });
  return { code, stdout, stderr };
}
