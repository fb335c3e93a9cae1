import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEntra, type Entra } from "@product-auth/emulator";
import { runOnceAsProgram, runProgram, type Ended } from "../run.js";

/** Runs the command in a folder: each verb once as a program, then in this process. */
export function run(folder: string, args: readonly string[], input = ""): Promise<Ended> {
  // The emulator writes to the process itself.
  const start = args[0] === "emulator" ? runProgram : runOnceAsProgram.bind(undefined, [args[0]]);
  return start(args, { cwd: folder, input });
}

/** A folder for config files, gone after the suite. */
export async function newFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "product-auth-cli-"));
  return { path, remove: () => rm(path, { recursive: true }) };
}

/** Writes a config file; a text is written as it is. */
export const writeConfig = (folder: string, content: unknown, name = "product-auth.json"): Promise<void> =>
  writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));

/** An issuer on this machine that knows starter and pro, and a client that holds the roles of both. */
export const startIssuer = (): Promise<Entra> =>
  startEntra({
    products: { starter: {}, pro: { scopes: ["Orders.Read"] } },
    clients: { contoso: { products: ["starter", "pro"] } },
  });

/** The options, as JSON can say them, of an API that trusts this issuer. */
export const optionsFor = ({ tenantId, origin, products }: Entra) => ({
  tenantId,
  authorityHost: origin,
  products: {
    starter: { displayName: "Starter", audience: products["starter"]!.audience },
    pro: {
      displayName: "Pro",
      audience: products["pro"]!.audience,
      accepts: ["token", "key"] as ("token" | "key")[],
    },
  },
});
