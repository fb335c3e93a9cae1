import { setTimeout as delay } from "node:timers/promises";
import { readFile } from "node:fs/promises";
import type { CatalogSource } from "./catalog-source.js";
import { readJsonText } from "./catalog-source.js";
import { isOther, refuseOther, replaceFile } from "./replace-file.js";

/** Completes a text with what a run has found out. */
export type Complete = (text: string) => string;

/** How often a file is read that other programs change at the same time. */
const ATTEMPTS = 20;

/**
 * Writes the completed catalog: to `out`, or over the catalog file. The file is read again, because an editor may have
 * changed it during the run: its present text is completed. Resolves to whether a file has changed.
 */
export async function completeFile(
  source: CatalogSource,
  out: string | undefined,
  complete: Complete,
): Promise<boolean> {
  if (out !== undefined) {
    const text = await completedText(source, complete);
    if ((await textAt(out)) === text) return false;
    return replaceFile(out, text);
  }
  if (source.kind === "module") return false;
  for (let attempt = 1; ; attempt++)
    try {
      await refuseOther(source.path);
      const { mark, text } = await readJsonText(source.path);
      const completed = complete(text);
      if (completed === text) return false;
      const isSame = async () => (await textAt(source.path)) === mark + text;
      if (await replaceFile(source.path, mark + completed, isSame)) return true;
      if (attempt === ATTEMPTS) throw new Error("is changed by another program all the time");
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await delay(50); // an editor may be in the middle of writing it
    }
}

/** Whether `completeFile` would change a file. `wouldComplete`: whether the catalog lacks something. */
export async function wouldChange(
  source: CatalogSource,
  out: string | undefined,
  wouldComplete: boolean,
  complete: Complete,
): Promise<boolean> {
  if (out === undefined) return wouldComplete && source.kind === "file";
  return wouldComplete || (await textAt(out)) !== (await completedText(source, complete));
}

async function completedText(source: CatalogSource, complete: Complete): Promise<string> {
  // A pipe can be read once.
  if (source.kind === "module" || (await isOther(source.path))) return complete(source.text);
  const { mark, text } = await readJsonText(source.path);
  return mark + complete(text);
}

const textAt = (path: string): Promise<string | undefined> =>
  refuseOther(path)
    .then(() => readFile(path, "utf8"))
    .catch(() => undefined);
