// Where the repository is, and which of its files a checker should look at.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const made = new Set(["node_modules", "build", "dist", "dist-test", "coverage", "reports", ".git"]);

/** Every file below `folder` that people wrote, as paths with forward slashes relative to `base`. */
export function filesUnder(folder, base = root) {
  if (!existsSync(join(base, folder))) return [];
  return readdirSync(join(base, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return made.has(entry.name) ? [] : filesUnder(path, base);
      return entry.isFile() ? [path] : [];
    });
}

/** The folders directly below `folder`, such as the packages: `packages/core`, `packages/express` … */
export function foldersIn(folder, base = root) {
  if (!existsSync(join(base, folder))) return [];
  return readdirSync(join(base, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
    .sort();
}
