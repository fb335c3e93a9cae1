import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/** How a program is run. */
export interface ProgramOptions {
  readonly folder: string;
  /** Ends the program early. */
  readonly signal?: AbortSignal;
}

/** Runs a program, one of the folder's `node_modules/.bin` first. Resolves to its output; rejects with its stdout and stderr when it fails. */
export function runProgram(
  program: string,
  words: readonly string[],
  { folder, signal }: ProgramOptions,
): Promise<string> {
  const child = spawn(program, words, {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${join(folder, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32", // npm is npm.cmd there
    ...(signal !== undefined && { signal }),
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, killed) => {
      if (code === 0) resolve(output);
      else {
        const end = killed ?? `exit code ${code}`;
        reject(new Error(`"${program} ${words.join(" ")}" failed (${end}):\n${output}${errors}`.trimEnd()));
      }
    });
  });
}
