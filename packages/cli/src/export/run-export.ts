import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ExportedCatalog, WrittenFolder } from "@product-auth/apim";
import type { CommandIo, ExitCode } from "../command-io.js";
import { liesIn } from "../import/arguments/refuse-out-inside.js";
import { Misuse } from "../misuse.js";
import { endingOf } from "../output/ending-of.js";
import { checkedFolder, writtenLine, type FolderWork } from "../output/folder-work.js";
import { jsonText } from "../output/json-text.js";
import { packageVersion } from "../package-version.js";
import { printable } from "../printable.js";
import { readExportArguments, type ExportOrder } from "./arguments/read-export-arguments.js";
import type { ExportProgram } from "./export-program.js";
import { exportSummary, exportText } from "./output/export-text.js";
import { exportUsage } from "./output/export-usage.js";
import { located, readSource } from "./read-source.js";

/** Runs `product-auth export` with these arguments; never rejects. */
export async function runExport(
  args: readonly string[],
  io: CommandIo,
  program: ExportProgram,
): Promise<ExitCode> {
  try {
    const wish = readExportArguments(args);
    if (wish.kind === "do") return await run(wish, io, program);
    io.stdout.write(wish.kind === "help" ? exportUsage : `${await packageVersion()}\n`);
    return 0;
  } catch (error) {
    const { line, exitCode } = endingOf(error, []);
    io.stderr.write(`product-auth: ${line}\n`);
    return exitCode;
  }
}

async function run(order: ExportOrder, io: CommandIo, program: ExportProgram): Promise<ExitCode> {
  await refuseOut(order);
  const exported = await exportOf(order, program);
  const { lines, isChanged } = await workOn(exported, order, program);
  const { findings, files } = exported;
  const exit = findings.some(({ severity }) => severity === "lost") ? 1 : 0;
  if (order.json) {
    io.stdout.write(`${jsonText({ export: 1, exit, files: [...files.keys()], findings }, 2)}\n`);
    for (const line of lines) io.stderr.write(`${printable(line)}\n`);
  } else {
    const text = exportText(exported, { ...program, columns: io.stdout.columns });
    const about = lines.map((line) => `${printable(line)}\n`).join("");
    io.stdout.write([text, about, `${exportSummary(exported)}\n`].filter((part) => part !== "").join("\n"));
  }
  return exit === 0 && isChanged ? 3 : exit;
}

/** Files of an import must stay, and an export among them would remove them. */
async function refuseOut({ catalog, out }: ExportOrder): Promise<void> {
  if (out === undefined) return;
  if (await liesIn(catalog, out))
    throw new Misuse("--out lies in the folder that is exported; write a path outside of it.");
  if (existsSync(join(out, "catalog.json")))
    throw new Misuse("--out has a catalog.json; write the path of another folder.");
}

async function exportOf(order: ExportOrder, program: ExportProgram): Promise<ExportedCatalog> {
  const { catalog, options, rules } = await readSource(order, program);
  try {
    return program.exportCatalog(catalog.content, {
      ...(options !== undefined && { options: options.content }),
      ...(rules !== undefined && { rules: rules.content }),
    });
  } catch (error) {
    throw located(error, catalog);
  }
}

async function workOn(
  { files }: ExportedCatalog,
  { out, check, force }: ExportOrder,
  program: ExportProgram,
): Promise<FolderWork> {
  if (out === undefined) return { lines: [], isChanged: false };
  if (check) return checkedFolder(out, "export", await program.compareFolder(out, files));
  const line = await writtenLine(out, () => program.writeFolder(out, files, { force }), describeWork);
  return { lines: [line], isChanged: false };
}

const describeWork = ({ written, removed }: WrittenFolder): string =>
  [...countOf(written, "written"), ...countOf(removed, "removed")].join(", ");

const countOf = (names: readonly string[], verb: string): readonly string[] =>
  names.length === 0 ? [] : [`${names.length === 1 ? "1 file" : `${names.length} files`} ${verb}`];
