import { isSameText } from "./digest-of.js";
import { readFolder } from "./read-folder.js";
import { readManifest } from "./records.js";
import type { FolderFiles } from "./file-names.js";

/** A file that an import would change. */
export interface FolderDifference {
  readonly file: string;
  /** What the import would do with it. */
  readonly change: "add" | "replace" | "remove";
}

/** What `writeFolder` would change in a folder, sorted by file. Writes nothing; a folder that does not exist is empty. */
export async function compareFolder(
  folder: string,
  files: FolderFiles,
): Promise<readonly FolderDifference[]> {
  const last = await readManifest(folder);
  const names = [...new Set([...files.keys(), ...last.keys()])].sort();
  const present = await readFolder(folder, names);
  return names.flatMap((file): FolderDifference[] => {
    const [now, next] = [present.get(file), files.get(file)];
    if (isSameText(now, next)) return [];
    return [{ file, change: next === undefined ? "remove" : now === undefined ? "add" : "replace" }];
  });
}
