import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnceAsProgram, type Circumstances, type Ended } from "../../run.js";

/** Runs the verb `subscriptions`, each of its verbs once as a program, on each store once. */
export function run(args: readonly string[], circumstances: Circumstances): Promise<Ended> {
  const store = args.includes("--store") ? args[args.indexOf("--store") + 1] : undefined;
  return runOnceAsProgram([args[0], store?.split(":")[0]], ["subscriptions", ...args], circumstances);
}

/** A folder of one suite's own, gone after it. */
export async function newFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "product-auth-admin-"));
  return { path, remove: () => rm(path, { recursive: true, maxRetries: 3 }) };
}
