import { readFile } from "node:fs/promises";
import type { Entra } from "../entra.js";
import { startEntra } from "../start-entra.js";
import { banner } from "../welcome.js";
import { readArguments } from "./read-arguments.js";
import { readConfig } from "./read-config.js";
import { usage } from "./usage.js";

/**
 * Runs the emulator with the arguments of a command line until SIGINT or SIGTERM, printing to this process's stdout.
 * Rejects with an error whose message is for people when it cannot start.
 */
export async function runEmulatorCommand(args: readonly string[]): Promise<void> {
  const wish = readArguments(args);
  if (wish.kind === "help") return print(usage);
  if (wish.kind === "version") return print(`${await packageVersion()}\n`);
  const config = wish.config === undefined ? {} : await readConfig(wish.config);
  const stopped = signalled(); // before the first word is printed: its reader may stop us at once
  const given = { silent: false, ...wish.defaults, ...config, ...wish.options };
  const entra = await startEntra(wish.json ? { ...given, silent: true } : given);
  if (wish.json) {
    process.stderr.write(`${banner}\n`);
    print(`${JSON.stringify(documentOf(entra), undefined, 2)}\n`);
  }
  await stopped;
  await entra.close();
}

/** What clients and APIs need to know, as JSON can say it. */
function documentOf(entra: Entra) {
  const { origin, tenantId, tenantDomain, issuer, issuerV1, discoveryUrl, tokenUrl, graphUrl } = entra;
  const { products, clients, users, caCertificate } = entra;
  return {
    ...{
      origin,
      tenantId,
      tenantDomain,
      issuer,
      issuerV1,
      discoveryUrl,
      tokenUrl,
      graphUrl,
      products,
      clients,
    },
    ...(Object.keys(users).length > 0 && { users }),
    ...(caCertificate !== undefined && { caCertificate }),
  };
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });
}

function print(text: string): void {
  process.stdout.write(text);
}

async function packageVersion(): Promise<string> {
  const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
