import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { digestOf, isSameText } from "./digest-of.js";
import { readText } from "./disk.js";
import { checkNames, JOURNAL, MANIFEST, type FolderFiles } from "./file-names.js";
import { FolderError } from "./folder-error.js";
import { readJournal, type Journal } from "./records.js";

/** How often the folder is read while imports replace it. */
const ATTEMPTS = 50;

/**
 * Reads files of an import's folder, of one and the same import, also while another import writes or was killed. Writes
 * nothing. A file that does not exist is absent from the map. Rejects with `FolderError`.
 */
export async function readFolder(folder: string, names: readonly string[]): Promise<FolderFiles> {
  checkNames(names);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const before = await stateOf(folder);
    const files = await readSet(folder, names);
    if (before === (await stateOf(folder))) return files;
    await pause(10);
  }
  throw new FolderError("the folder is changed by another program all the time");
}

async function readSet(folder: string, names: readonly string[]): Promise<FolderFiles> {
  const journal = await readJournal(folder);
  const files = new Map<string, string>();
  for (const name of names) {
    const text = await readText(folder, name);
    if (journal !== undefined) refuseEdited(name, text, journal);
    const current = journal?.files.get(name) ?? (journal?.remove.includes(name) === true ? undefined : text);
    if (current !== undefined) files.set(name, current);
  }
  return files;
}

// The edit and the interrupted import contradict each other; choosing one of them silently could open a route.
function refuseEdited(name: string, text: string | undefined, { files, before, remove }: Journal): void {
  if (text === undefined || (!files.has(name) && !remove.includes(name))) return;
  if (isSameText(text, files.get(name)) || digestOf(text) === before.get(name)) return;
  throw new FolderError(`the command was interrupted and ${name} was edited afterwards; repeat the command`);
}

/** Changes with every import that begins or ends to replace files. */
async function stateOf(folder: string): Promise<string> {
  const marks = [JOURNAL, MANIFEST].map(async (name) => {
    const found = await stat(join(folder, name), { bigint: true }).catch(() => undefined);
    return found === undefined ? "" : `${found.ino} ${found.mtimeNs} ${found.size}`;
  });
  return (await Promise.all(marks)).join(", ");
}
