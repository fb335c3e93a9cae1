import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { Misuse } from "../misuse.js";

/** Writes a file in one step, over the one that is there. `option`: the one that names it. Rejects with `Misuse`. */
export async function replaceFile(
  path: string,
  text: string,
  { mode, option }: { readonly mode: number; readonly option: "subscriptions" | "requests" },
): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`; // the same folder: a rename does not cross file systems
  try {
    const file = await open(beside, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Misuse(`--${option} cannot be written (${code ?? message}).`, { cause: error });
  } finally {
    await rm(beside, { force: true });
  }
}
