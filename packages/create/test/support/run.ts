import { PassThrough } from "node:stream";
import { runCreate } from "#src/command/run-create.js";

export const ENTER = "\r";
export const DOWN = "\u001B[B";
export const CTRL_C = "\u0003";
export const CTRL_D = "\u0004";
export const CTRL_Z = "\u001A";

/** What a run of the command left. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd: string;
  /** Questions in the order in which they come, each with the keys that are pressed. Undefined: there is no terminal. */
  readonly dialog?: readonly (readonly [question: string, keys: string])[];
  readonly plain?: boolean;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command in this process. */
export async function run(args: readonly string[], options: RunOptions): Promise<Run> {
  const { cwd, dialog, plain = false, signal = new AbortController().signal, env = {} } = options;
  const stdin = stream(dialog !== undefined);
  const stdout = stream(dialog !== undefined);
  const stderr = stream(false);
  const texts = { stdout: "", stderr: "" };
  const waiting = [...(dialog ?? [])];
  let seen = 0;
  stdout.on("data", (chunk: Buffer) => {
    texts.stdout += chunk.toString();
    const [question, keys] = waiting[0] ?? [];
    if (question === undefined || !texts.stdout.includes(question, seen)) return;
    seen = texts.stdout.length;
    waiting.shift();
    setImmediate(() => stdin.write(keys));
  });
  stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString()));
  const code = await runCreate(args, { stdin, stdout, stderr, plain, cwd, env, signal });
  await new Promise((done) => setImmediate(done));
  return { code, ...texts };
}

function stream(isTTY: boolean): PassThrough & { isTTY: boolean } {
  return Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24, setRawMode: () => undefined });
}
