import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * Gives a checkout the installed packages of another one of the same lock: a link to each, and for the packages of the
 * repository itself a link to the checkout's own.
 */
export function linkModules(from: string, to: string): void {
  const root = realpathSync(from);
  for (const folder of foldersOf(root)) {
    const modules = join(root, folder, "node_modules");
    if (!existsSync(modules) || !existsSync(join(to, folder))) continue;
    for (const name of namesIn(modules)) {
      const target = realpathSync(join(modules, name));
      const place = join(to, folder, "node_modules", name);
      mkdirSync(join(place, ".."), { recursive: true });
      symlinkSync(isOurs(root, target) ? join(to, relative(root, target)) : target, place, "junction");
    }
  }
}

/** The root and every folder that may have `node_modules` of its own. */
function foldersOf(root: string): string[] {
  const packages = readdirSync(join(root, "packages")).map((name) => join("packages", name));
  return ["", "bench", ...packages];
}

/** Installed packages, `@scope/name` for those of a scope, and the folder of commands. */
function namesIn(modules: string): string[] {
  return readdirSync(modules)
    .filter((name) => name === ".bin" || !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
    );
}

function isOurs(root: string, target: string): boolean {
  const path = relative(root, target);
  return !path.startsWith("..") && !path.split(/[\\/]/).includes("node_modules");
}
