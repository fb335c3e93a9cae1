import type { FolderDifference, WrittenFolder } from "@product-auth/apim";
import { Misuse } from "../misuse.js";

/** What was done with a folder, or found in it. */
export interface FolderWork {
  /** Sentences about files, for people. */
  readonly lines: readonly string[];
  /** Whether the folder differs from what would be written. */
  readonly isChanged: boolean;
}

/** What `--check` says of a folder. `noun`: what would write the files. */
export function checkedFolder(
  out: string,
  noun: "import" | "export",
  differences: readonly FolderDifference[],
): FolderWork {
  const lines = differences.map(({ file, change }) => `${out}: the ${noun} would ${change} ${file}.`);
  return {
    lines: lines.length === 0 ? [`${out} has what the ${noun} would write.`] : lines,
    isChanged: lines.length > 0,
  };
}

/** Writes a folder; resolves to a sentence about it. Rejects with `Misuse`. `describe`: what was done, in few words. */
export async function writtenLine(
  out: string,
  write: () => Promise<WrittenFolder>,
  describe: (done: WrittenFolder) => string,
): Promise<string> {
  try {
    const words = describe(await write());
    return words === "" ? `${out} is up to date.` : `${out}: ${words}.`;
  } catch (error) {
    const isEdited = error instanceof Error && error.name === "EditedFilesError";
    const advice = isEdited ? "; --force replaces them, and --check shows what would change" : "";
    const message = error instanceof Error ? error.message : String(error);
    throw new Misuse(`--out: ${message}${advice}.`, { cause: error });
  }
}
