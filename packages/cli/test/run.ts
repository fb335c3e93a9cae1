import { spawn } from "node:child_process";
import { chdir, cwd } from "node:process";
import { fileURLToPath } from "node:url";
import { runCommand } from "@product-auth/cli";
import type { Verb } from "#src/verb.js";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** What the command printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the command is run. */
export interface Circumstances {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const ranAsProgram = new Set<string | undefined>();

/**
 * Runs the built command as a user does: as a program while one of these kinds has not run as one, which shows that it
 * ends by itself, and otherwise in this process, which takes a tenth of the time.
 */
export function runOnceAsProgram(
  kinds: readonly (string | undefined)[],
  args: readonly string[],
  circumstances: Circumstances,
): Promise<Ended> {
  const isNew = kinds.some((kind) => !ranAsProgram.has(kind));
  for (const kind of kinds) ranAsProgram.add(kind);
  return isNew ? runProgram(args, circumstances) : runHere(args, circumstances);
}

/** Runs the built command, or another copy of it, in a process of its own. */
export function runProgram(
  args: readonly string[],
  { cwd, input = "", env, program = main }: Circumstances & { readonly program?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined); // it may end without reading
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the command in this process, in the folder `cwd`. One at a time: the folder belongs to the whole process. */
export async function runHere(
  args: readonly string[],
  { cwd: folder = ".", input = "", env = {}, verbs }: Circumstances & { verbs?: readonly Verb[] } = {},
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const before = cwd();
  chdir(folder);
  try {
    const io = {
      stdin: (async function* () {
        yield Buffer.from(input);
      })(),
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      env: { ...process.env, ...env },
    };
    const code = await runCommand(args, io, verbs);
    return { code, stdout, stderr };
  } finally {
    chdir(before);
  }
}
