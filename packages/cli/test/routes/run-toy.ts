import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("toy-command.js", import.meta.url));

/** What the command printed, how it ended, and after how many milliseconds. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly took: number;
}

/** A folder with modules, and the toy's command run there. */
export async function toyFolder() {
  const path = await mkdtemp(join(tmpdir(), "product-auth-routes-"));
  return {
    path,
    remove: () => rm(path, { recursive: true }),
    async write(name: string, source: string): Promise<void> {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), source);
    },
    run: (...args: string[]) => run(path, args),
  };
}

function run(cwd: string, args: readonly string[]): Promise<Ended> {
  const began = Date.now();
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr, took: Date.now() - began }));
  });
}
