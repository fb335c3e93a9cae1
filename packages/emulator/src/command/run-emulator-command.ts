#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { readArguments } from "./cli/read-arguments.js";
import { readConfig } from "./cli/read-config.js";
import { usage } from "./cli/usage.js";
import { startEntra } from "./start-entra.js";

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`product-auth-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<void> {
  const wish = readArguments(args);
  if (wish.kind === "help") return print(usage);
  if (wish.kind === "version") return print(`${await packageVersion()}\n`);
  const config = wish.config === undefined ? {} : await readConfig(wish.config);
  const told = signalled(); // before the first word is printed: whoever reads it may stop us at once
  const entra = await startEntra({ silent: false, ...wish.defaults, ...config, ...wish.options });
  await told;
  await entra.close();
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
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
