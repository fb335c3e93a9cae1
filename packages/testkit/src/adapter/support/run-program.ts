import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Milliseconds that a test with such a program may take, most of them only on a busy machine. */
export const PATIENCE = 60_000;

/** How a program ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when it did not end in time and was killed. */
  readonly code: number | null;
  /** Milliseconds from its last word to its end. */
  readonly lingered: number;
}

/** Runs one of the contract's programs with an order, in a separate process, until it ends by itself. */
export async function runProgram(name: string, order: object, ...flags: readonly string[]): Promise<Ended> {
  const program = fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [...flags, program, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: PATIENCE - 5_000,
    killSignal: "SIGKILL",
  });
  let saidAt = Date.now();
  child.stdout.on("data", () => (saidAt = Date.now()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, code, lingered: Date.now() - saidAt };
}
