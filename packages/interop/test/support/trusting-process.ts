import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Entra } from "@product-auth/emulator";

/** The emulator's certificate authority in a file. */
export interface Authority {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** Writes the certificate authority of an https emulator into a file of its own. */
export async function writeAuthority(entra: Entra): Promise<Authority> {
  const directory = await mkdtemp(join(tmpdir(), "product-auth-interop-"));
  const file = join(directory, "ca.pem");
  await writeFile(file, entra.caCertificate!);
  return { file, remove: () => rm(directory, { recursive: true }) };
}

/**
 * Runs a program of this folder in a process that trusts the authority, and gives the JSON it prints. `fetch` takes
 * no certificates, and `NODE_EXTRA_CA_CERTS` is read once, when a process starts.
 */
export async function runTrusting<Result>(
  program: string,
  authority: Authority,
  order: object,
): Promise<Result> {
  const path = fileURLToPath(new URL(`../programs/${program}.js`, import.meta.url));
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority.file },
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 30_000,
  });
  child.stdin.end(JSON.stringify(order));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [output, code] = await Promise.all([text(child.stdout), ended]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output}`);
  return JSON.parse(output) as Result;
}
