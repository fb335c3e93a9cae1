import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOnceAsProgram, type Circumstances, type Ended } from "../../run.js";

/** Runs the verb `subscriptions`, each of its verbs and stores once as a program. */
export function run(args: readonly string[], circumstances: Circumstances): Promise<Ended> {
  return runOnceAsProgram(`${args[0]} ${storeIn(args)}`, ["subscriptions", ...args], circumstances);
}

const storeIn = (args: readonly string[]) => args[args.indexOf("--store") + 1]?.split(":")[0];

/** A folder of one suite's own, gone after it. */
export async function newFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "product-auth-admin-"));
  return { path, remove: () => rm(path, { recursive: true, maxRetries: 3 }) };
}
