// A project as a user has it: a folder of ours copied out of the repository, with our packages from their tarballs.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "./files.mjs";
import { runBeside } from "./run-command.mjs";

const left = new Set(["node_modules", "dist"]);

/** Copies `source` into `folder` and installs it: see `installFolder`. */
export async function installProject(source, folder, tarballs) {
  cpSync(join(root, source), folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
  await installFolder(folder, tarballs);
}

/**
 * Installs the project in `folder`. Our packages that it names come from the tarballs; so do those that they need in turn, by an
 * override: the project's own list of dependencies stays as a user would write it.
 */
export async function installFolder(folder, tarballs) {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const fromTarball = (dependencies = {}) => {
    const entries = Object.entries(dependencies);
    return Object.fromEntries(entries.map(([name, range]) => [name, specOf(name, tarballs) ?? range]));
  };
  manifest.dependencies = fromTarball(manifest.dependencies);
  manifest.devDependencies = fromTarball(manifest.devDependencies);
  const named = { ...manifest.dependencies, ...manifest.devDependencies };
  const rest = tarballs.filter(({ name }) => !(name in named));
  manifest.overrides = Object.fromEntries(rest.map(({ name }) => [name, specOf(name, tarballs)]));
  writeFileSync(path, JSON.stringify(manifest, undefined, 2));
  await runBeside("npm install --prefer-offline --ignore-scripts --no-audit --no-fund", { cwd: folder });
}

function specOf(name, tarballs) {
  const tarball = tarballs.find((each) => each.name === name);
  return tarball === undefined ? undefined : `file:${tarball.path}`;
}
