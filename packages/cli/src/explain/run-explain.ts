#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { explainToken, type Report } from "./explain-token.js";
import { readArguments } from "./read-arguments.js";
import { readConfig } from "./read-config.js";
import { readToken } from "./read-token.js";
import { usage } from "./usage.js";
import { written } from "./write-report.js";

const EXIT_CODES: Readonly<Record<Report["outcome"], number>> = { admit: 0, refuse: 1, unavailable: 2 };

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`product-auth: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function main(args: string[]): Promise<number> {
  const wish = readArguments(args);
  if (wish.kind === "help") return print(usage);
  if (wish.kind === "version") return print(`${await packageVersion()}\n`);
  const options = await readConfig(wish.config);
  const token = await readToken(wish.token, process.stdin);
  const report = await explainToken(token, { ...wish, options, now: Date.now() });
  print(wish.json ? `${JSON.stringify(report, undefined, 2)}\n` : written(report));
  return EXIT_CODES[report.outcome];
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

async function packageVersion(): Promise<string> {
  const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
