import { decodeText } from "../../files/decode-text.js";
import type { LoadedFile } from "../../files/load-files.js";
import { readBytes, type ByteBudget } from "../../files/read-bytes.js";
import { InputError } from "../../files/input-error.js";

/** A file that an option names. One that cannot be read is wrong usage. */
export async function readOptionFile(path: string, budget: ByteBudget): Promise<LoadedFile> {
  const bytes = await readBytes(path, budget, () => true).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new InputError(path, `it cannot be read (${code})`, "Name a file that you can read.");
  });
  if (bytes === undefined) throw new InputError(path, "it is no file", "Name a file.");
  const decoded = decodeText(bytes);
  if (decoded.isBroken)
    throw new InputError(path, "it is no text in UTF-8 or UTF-16", "Save the file as UTF-8.");
  return { name: path, ...decoded };
}
