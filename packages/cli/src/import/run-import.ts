import type { Import } from "@product-auth/apim";
import type { CommandIo, ExitCode } from "../command-io.js";
import { jsonText } from "../output/json-text.js";
import { wordsOf } from "../output/ending-of.js";
import { packageVersion } from "../package-version.js";
import { printable } from "../printable.js";
import { readImportArguments, type ImportOrder } from "./arguments/read-import-arguments.js";
import { refuseOutInside } from "./arguments/refuse-out-inside.js";
import type { ImportProgram } from "./import-program.js";
import { importUsage } from "./output/import-usage.js";
import { beginReadingProgress } from "./output/reading-progress.js";
import { reportText } from "./output/report-text.js";
import { workOn } from "./work-on.js";

/** Runs `product-auth import` with these arguments; never rejects. */
export async function runImport(
  args: readonly string[],
  io: CommandIo,
  program: ImportProgram,
): Promise<ExitCode> {
  try {
    const wish = readImportArguments(args);
    if (wish.kind === "do") return await run(wish, io, program);
    io.stdout.write(wish.kind === "help" ? importUsage : `${await packageVersion()}\n`);
    return 0;
  } catch (error) {
    const line = printable(`${wordsOf(error)}${fixOf(error)}`.replaceAll(/\s*\n\s*/g, " "));
    io.stderr.write(`product-auth: ${line}\n`);
    return 2;
  }
}

async function run(order: ImportOrder, io: CommandIo, program: ImportProgram): Promise<ExitCode> {
  await refuseOutInside(order);
  const imported = await read(order, io, program);
  const { files, leftOut } = program.filesOfImport(imported);
  const { lines, isChanged } = await workOn({ imported, files }, order, program);
  const { report } = imported;
  if (order.flags.has("json")) {
    io.stdout.write(`${jsonText(report, 2)}\n`);
    for (const line of lines) io.stderr.write(`${printable(line)}\n`);
  } else {
    const { findingCodes, summaryLine } = program;
    const parts = [
      reportText({ report, leftOut }, { findingCodes, columns: io.stdout.columns }),
      lines.map((line) => `${printable(line)}\n`).join(""),
      `${summaryLine(report, leftOut)}\n`,
    ];
    io.stdout.write(parts.filter((part) => part !== "").join("\n"));
  }
  return report.exit === 0 && isChanged ? 3 : report.exit;
}

async function read(
  { paths, scope, texts, flags }: ImportOrder,
  io: CommandIo,
  { importConfiguration, readAccepted }: ImportProgram,
): Promise<Import> {
  const { parameters, overrides, secrets, accept } = texts;
  const progress = beginReadingProgress(io);
  try {
    return await importConfiguration(paths, {
      ...(scope !== undefined && { scope }),
      ...(parameters !== undefined && { parameters }),
      ...(overrides !== undefined && { overrides }),
      ...(secrets !== undefined && { secrets }),
      ...(accept !== undefined && { accept: await readAccepted(accept) }),
      strict: flags.has("strict"),
      onProgress: progress.show,
    });
  } finally {
    progress.end();
  }
}

/** Errors about inputs state what to do apart from their message. */
function fixOf(error: unknown): string {
  const { name, fix } = (error ?? {}) as { readonly name?: unknown; readonly fix?: unknown };
  return name === "InputError" && typeof fix === "string" ? `. ${fix}` : "";
}
