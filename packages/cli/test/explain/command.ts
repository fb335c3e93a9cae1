import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEntra, type Entra } from "@product-auth/emulator";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** What the command printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command in a folder, as a user does. */
export function run(folder: string, args: readonly string[], input = "", program = main): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder });
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
