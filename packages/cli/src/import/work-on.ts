import type { FolderFiles, Import, WrittenFolder } from "@product-auth/apim";
import { checkedFolder, writtenLine, type FolderWork } from "../output/folder-work.js";
import type { ImportOrder } from "./arguments/read-import-arguments.js";
import type { ImportProgram } from "./import-program.js";
import { prepareRequests } from "./requests/write-requests.js";
import { prepareSubscriptions, type PreparedSubscriptions } from "./subscriptions/write-subscriptions.js";

/** Writes what the order asks for, or compares the folder with it. */
export async function workOn(
  { imported, files }: { readonly imported: Import; readonly files: FolderFiles },
  order: ImportOrder,
  program: ImportProgram,
): Promise<FolderWork> {
  const { out, subscriptions, requests } = order.texts;
  if (out !== undefined && order.flags.has("check"))
    return checkedFolder(out, "import", await program.compareFolder(out, files));
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
    ...(out === undefined
      ? []
      : [await writtenLine(out, () => program.writeFolder(out, files, { force }), describeWork)]),
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

async function subscriptionsLine(path: string, { count, write }: PreparedSubscriptions): Promise<string> {
  if (count === 0) return `No keys are known: ${path} was not written. --secrets FILE gives them.`;
  const subscriptions = count === 1 ? "1 subscription" : `${count} subscriptions`;
  return (await write()) ? `${path}: ${subscriptions} written.` : `${path} has the ${subscriptions} already.`;
}

const describeWork = ({ written, removed }: WrittenFolder): string =>
  [
    ...(written.length > 0 ? [`wrote ${written.join(", ")}`] : []),
    ...(removed.length > 0 ? [`removed ${removed.join(", ")}`] : []),
  ].join("; ");
