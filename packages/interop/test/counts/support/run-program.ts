import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Milliseconds that a test with such a program may take, nearly all of them only on a busy machine. */
export const PATIENCE = 180_000;

/**
 * Runs a program of this folder in a process of its own and gives the JSON it prints. Nothing of this process that
 * would change what is counted goes with it: no recording of coverage, no options.
 */
export async function runProgram<Outcome>(name: string, ...flags: readonly string[]): Promise<Outcome> {
  const { NODE_V8_COVERAGE: _1, NODE_OPTIONS: _2, ...env } = process.env;
  const program = fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [...flags, program], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
    timeout: PATIENCE - 5_000,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
  const [output, end] = await Promise.all([text(child.stdout), ended]);
  if (end !== 0) throw new Error(`${name} ended with ${end}: ${output}`);
  return JSON.parse(output) as Outcome;
}
