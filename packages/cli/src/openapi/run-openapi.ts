import type { OpenApiComparison } from "@product-auth/openapi";
import type { RouteReport } from "@product-auth/routes";
import type { CommandIo, ExitCode } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { jsonText } from "../output/json-text.js";
import { packageVersion } from "../package-version.js";
import { INSPECTOR, inspectElsewhere } from "../routes/inspect-elsewhere.js";
import { comparisonText } from "./comparison-text.js";
import { newText, readDocumentFile, writeDocumentFile } from "./document-file.js";
import type { OpenApiProgram } from "./openapi-program.js";
import { openApiUsage } from "./openapi-usage.js";
import { readOpenApiArguments, type OpenApiOrder } from "./read-openapi-arguments.js";

type Report = Pick<RouteReport, "routes">;

/** Runs `product-auth openapi` with these arguments: 1 when the document and the application differ. */
export async function runOpenApi(
  args: readonly string[],
  io: CommandIo,
  program: OpenApiProgram,
): Promise<ExitCode> {
  const order = readOpenApiArguments(args);
  if (order.kind === "help") return print(openApiUsage, io);
  if (order.kind === "version") return print(`${await packageVersion()}\n`, io);
  const before = await readDocumentFile(order.document);
  if (before === undefined && !order.write)
    throw new Misuse(`there is no file ${order.document}; --write creates it.`);
  const { report } = await inspectElsewhere(order, INSPECTOR);
  const text = order.write ? await written(before, report, order, program) : before!;
  const comparison = program.compareOpenApi(program.readOpenApi(text), report, {
    enforcedElsewhere: order.elsewhere,
    ...(order.basePath !== undefined && { basePath: order.basePath }),
  });
  if (order.json) print(`${jsonText({ ...comparison }, 2)}\n`, io);
  else print(`${workText(order, before, text)}${comparisonText(comparison)}`, io);
  return isSame(comparison, order) ? 0 : 1;
}

async function written(
  before: string | undefined,
  report: Report,
  { document, basePath, oauth, responses, elsewhere }: OpenApiOrder,
  { openApiOf, readOpenApi, rewriteOpenApi }: OpenApiProgram,
): Promise<string> {
  const completed = openApiOf(report, {
    ...(before !== undefined && { document: readOpenApi(before) }),
    ...(basePath !== undefined && { basePath }),
    ...(oauth !== undefined && { oauth }),
    responses,
    enforcedElsewhere: elsewhere,
  });
  const text = rewriteOpenApi(before ?? newText(document), completed);
  if (text !== before) await writeDocumentFile(document, text);
  return text;
}

function workText({ write, document }: OpenApiOrder, before: string | undefined, text: string): string {
  if (!write) return "";
  return text === before ? `${document} stays as it is.\n` : `${document} is written.\n`;
}

/** A document without operations says nothing about the routes, so that nothing was compared. */
const isSame = (
  { operations, drifts, undocumented, problems }: OpenApiComparison,
  { strict }: OpenApiOrder,
): boolean =>
  drifts.length === 0 && problems.length === 0 && !((strict || operations === 0) && undocumented.length > 0);

function print(text: string, { stdout }: CommandIo): 0 {
  stdout.write(text);
  return 0;
}
