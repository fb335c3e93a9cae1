// Packs the public packages as `npm publish` would, and refuses what must never reach a user.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { foldersIn, root } from "./files.mjs";
import { run } from "./run-command.mjs";

const refused = [
  [/\.tsbuildinfo$/, "a compiler's note to itself"],
  [/(^|\/)(tests?|dist-test)\/|\.test\./, "a test"],
  [/(^|\/)\./, "a dotfile"],
];
const needed = ["package.json", "README.md", "LICENSE", "dist/index.js"];

/** What pages of the portal load is bundled from packages/portal/client, which is not packed. */
const CLIENT = "dist/client/";
const clientFiles = readdirSync(join(root, "packages/portal/client"))
  .filter((name) => /\.(?:css|svg|ts)$/.test(name))
  .map((name) => CLIENT + name.replace(/\.ts$/, ".js"));

/** The public packages packed into `folder`: name, version, absolute path of the tarball, paths inside it. */
export function packAll(folder) {
  const workspaces = foldersIn("packages").filter((path) => !manifestOf(path).private);
  const chosen = workspaces.map((path) => `-w ${path}`).join(" ");
  const packed = JSON.parse(run(`npm pack --json --ignore-scripts ${chosen} --pack-destination "${folder}"`));
  const manifests = new Map(workspaces.map((path) => [manifestOf(path).name, manifestOf(path)]));
  return packed.map(({ name, version, filename, files }) => {
    const path = join(folder, filename);
    return { name, version, path, files: files.map(({ path }) => path), manifest: manifests.get(name) };
  });
}

/** Texts that the command `create` makes projects from: their tests are part of what a user asks for. */
const TEMPLATE = "template/";

/** What is wrong with how a package would be published, a sentence each. */
export function publishProblems({ name, publishConfig = {} }) {
  const problems = [];
  if (publishConfig.access !== "public") problems.push(`${name} lacks "access": "public" in publishConfig.`);
  // Without it nobody can tell what a package's dist was built from: it is not in the repository.
  if (publishConfig.provenance !== true)
    problems.push(`${name} lacks "provenance": true in publishConfig: it could be published from anywhere.`);
  return problems;
}

/** What is wrong with the contents of a tarball, a sentence each. */
export function contentProblems({ name, files, manifest }) {
  const has = new Set(files);
  const client = name === "@product-auth/portal" ? clientFiles : [];
  const unwanted = files.flatMap((file) => {
    if (name === "@product-auth/create" && file.startsWith(TEMPLATE)) return [];
    const reason = refused.find(([pattern]) => pattern.test(file))?.[1];
    if (reason !== undefined)
      return [`${name} would publish ${file}: ${reason}. See "files" in its package.json.`];
    if (client.includes(file) || hasSource(file, has)) return [];
    return [`${name} would publish ${file}, whose source is gone. Run npm run clean and build again.`];
  });
  const doors = Object.values(manifest.exports).flatMap((door) => Object.values(door.types ? door : []));
  const missing = [...new Set([...needed, ...doors.map((path) => path.replace("./", "")), ...client])]
    .filter((file) => !has.has(file))
    .map((file) => `${name} would lack ${file}.`);
  return [...unwanted, ...missing];
}

/** tsc never deletes, so the output of a removed source stays until someone cleans. The bundler empties its folder first. */
function hasSource(file, files) {
  const bundled = files.has("build/index.d.ts") && file.startsWith("dist/");
  if (bundled || !/^(build|dist)\//.test(file)) return true;
  const source = file.replace(/^(build|dist)\//, "src/");
  return files.has(source) || files.has(source.replace(/(\.d)?\.([cm]?)[jt]s(\.map)?$/, ".$2ts"));
}

function manifestOf(path) {
  return JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
}
