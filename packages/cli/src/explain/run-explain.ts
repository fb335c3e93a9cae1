import type { CommandIo, ExitCode } from "../command-io.js";
import { packageVersion } from "../package-version.js";
import { explainToken, type Report } from "./explain-token.js";
import { runExplainLog } from "./log/run-explain-log.js";
import { readArguments } from "./read-arguments.js";
import { readConfig } from "./read-config.js";
import { readToken } from "./read-token.js";
import { usage } from "./usage.js";
import { written } from "./write-report.js";

const EXIT_CODES: Readonly<Record<Report["outcome"], ExitCode>> = { admit: 0, refuse: 1, unavailable: 2 };

/** Runs `product-auth explain` with these arguments. */
export async function runExplain(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const wish = readArguments(args);
  if (wish.kind === "help") return print(usage, io);
  if (wish.kind === "version") return print(`${await packageVersion()}\n`, io);
  if (wish.kind === "log") return runExplainLog(wish, io);
  const options = await readConfig(wish.config);
  const token = await readToken(wish.token, io);
  const report = await explainToken(token, { ...wish, options, now: Date.now() });
  print(wish.json ? `${JSON.stringify(report, undefined, 2)}\n` : written(report), io);
  return EXIT_CODES[report.outcome];
}

function print(text: string, { stdout }: CommandIo): 0 {
  stdout.write(text);
  return 0;
}
