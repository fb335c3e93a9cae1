import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { Misuse } from "../../misuse.js";
import type { ImportOrder } from "./read-import-arguments.js";

/** Throws `Misuse` when what is written would lie in a folder that is read: the next import would read it. */
export async function refuseOutInside({ paths, texts }: ImportOrder): Promise<void> {
  for (const option of ["out", "subscriptions", "requests"] as const) {
    const target = texts[option];
    if (target === undefined) continue;
    for (const path of paths)
      if (await liesIn(path, target))
        throw new Misuse(`--${option} lies in a folder that is imported; write a path outside of it.`);
  }
}

/** Whether a path is a folder or lies in it, links followed. Neither needs to exist. */
export const liesIn = async (folder: string, path: string): Promise<boolean> =>
  isInside(await realOf(resolve(folder)), await realOf(resolve(path)));

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The path without symbolic links; the part that does not exist stays as it is. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(await realOf(parent), relative(parent, path));
  }
}
