// The packages that a release publishes.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "../files.mjs";
import { dependencyLicenceProblems } from "./licence-problems.mjs";

/** Folder and manifest of each. */
export function publicPackages() {
  return workspaces().filter(({ folder, manifest }) => folder.startsWith("packages/") && !manifest.private);
}

/** Folder and manifest of everything that has the version of the release. */
export function workspaces(base = root) {
  const folders = [...foldersIn("packages", base), ...foldersIn("examples", base), "docs", "bench"];
  return folders
    .filter((folder) => existsSync(join(base, folder, "package.json")))
    .map((folder) => ({ folder, manifest: readJson(`${folder}/package.json`, base) }));
}

/** What is wrong with the licences of what npm installs with them. */
export function installedLicenceProblems() {
  const folders = publicPackages().map(({ folder }) => folder);
  return dependencyLicenceProblems(readJson("package-lock.json"), folders);
}

export function readJson(path, base = root) {
  return JSON.parse(readFileSync(join(base, path), "utf8"));
}
