import type { FolderFiles, Import } from "@product-auth/apim";
import { Misuse } from "../misuse.js";
import type { ImportOrder } from "./arguments/read-import-arguments.js";
import type { ImportProgram } from "./import-program.js";
import { prepareRequests } from "./requests/write-requests.js";
import { prepareSubscriptions, type PreparedSubscriptions } from "./subscriptions/write-subscriptions.js";

/** What was done besides the report. */
export interface Work {
  /** Sentences about files, for people. */
  readonly lines: readonly string[];
  /** Whether `--check` found that an import would change the folder. */
  readonly isChanged: boolean;
}

/** Writes what the order asks for, or compares the folder with it. */
export async function workOn(
  { imported, files }: { readonly imported: Import; readonly files: FolderFiles },
  order: ImportOrder,
  program: ImportProgram,
): Promise<Work> {
  const { out, subscriptions, requests } = order.texts;
  if (out !== undefined && order.flags.has("check")) return check(files, out, program);
  const force = order.flags.has("force");
  // What refuses the one must leave the other unwritten.
  const prepared =
    subscriptions === undefined
      ? undefined
      : await prepareSubscriptions(subscriptions, imported, {
          force,
          names: program.apiNamesOf(imported.configuration),
        });
  const calls =
    requests === undefined ? undefined : await prepareRequests(requests, program.requestsOf(imported), force);
  const lines = [
    ...(out === undefined ? [] : [await folderLine(files, out, force, program)]),
    ...(out === undefined || files.has("catalog.json") ? [] : [NO_CATALOG]),
    ...(prepared === undefined ? [] : [await subscriptionsLine(subscriptions!, prepared)]),
    ...(calls === undefined
      ? []
      : [
          (await calls.write())
            ? `${requests!}: calls for the rules written.`
            : `${requests!} is up to date.`,
        ]),
  ];
  return { lines, isChanged: false };
}

const NO_CATALOG =
  "There is no catalog: the input has neither products nor APIs. Import them together with the policies.";

async function check(files: FolderFiles, out: string, { compareFolder }: ImportProgram): Promise<Work> {
  const differences = await compareFolder(out, files);
  const lines = differences.map(({ file, change }) => `${out}: the import would ${change} ${file}.`);
  return {
    lines: lines.length === 0 ? [`${out} has what the import would write.`] : lines,
    isChanged: lines.length > 0,
  };
}

async function subscriptionsLine(path: string, { count, write }: PreparedSubscriptions): Promise<string> {
  if (count === 0) return `No keys are known: ${path} was not written. --secrets FILE gives them.`;
  const subscriptions = count === 1 ? "1 subscription" : `${count} subscriptions`;
  return (await write()) ? `${path}: ${subscriptions} written.` : `${path} has the ${subscriptions} already.`;
}

async function folderLine(
  files: FolderFiles,
  out: string,
  force: boolean,
  { writeFolder }: ImportProgram,
): Promise<string> {
  try {
    const { written, removed } = await writeFolder(out, files, { force });
    const parts = [
      ...(written.length > 0 ? [`wrote ${written.join(", ")}`] : []),
      ...(removed.length > 0 ? [`removed ${removed.join(", ")}`] : []),
    ];
    return parts.length === 0 ? `${out} is up to date.` : `${out}: ${parts.join("; ")}.`;
  } catch (error) {
    const advice = isEdited(error) ? "; --force replaces them, and --check shows what would change" : "";
    const message = error instanceof Error ? error.message : String(error);
    throw new Misuse(`--out: ${message}${advice}.`, { cause: error });
  }
}

const isEdited = (error: unknown): boolean => error instanceof Error && error.name === "EditedFilesError";
