// Publishes as a release does, by `lerna publish from-package`, from a copy of the newest commit with what was built: lerna
// writes into each package.json while it publishes, and leaves that there when it fails.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../files.mjs";
import { run, runBeside } from "../run-command.mjs";

const BUILT = ["dist", "build"];

/** What git calls a change. A release is made from a commit. */
export function commitProblems() {
  const changed = run("git status --porcelain")
    .split("\n")
    .filter((line) => line !== "");
  if (changed.length === 0) return [];
  const named = changed.slice(0, 5).map((line) => line.slice(3));
  return [
    `${changed.length} files are not committed (${named.join(", ")}${changed.length > 5 ? ", …" : ""}). Commit them, or put them away with git stash -u.`,
  ];
}

/** Copies the newest commit, with the output of the packages in `folders`, to `copy`. */
export function copyCommit(copy, folders) {
  run(`git clone --quiet --shared "${root}" "${copy}"`);
  run(`git checkout --quiet -B main ${run("git rev-parse HEAD").trim()}`, { cwd: copy });
  run("git config user.name rehearsal && git config user.email rehearsal@localhost", { cwd: copy });
  for (const path of folders.flatMap((folder) => BUILT.map((built) => join(folder, built))))
    if (existsSync(join(root, path))) cpSync(join(root, path), join(copy, path), { recursive: true });
  for (const path of folders.map((folder) => join(copy, folder, "package.json"))) withoutProvenance(path);
  run(
    'git -c user.name=rehearsal -c user.email=rehearsal@localhost commit --quiet --all -m "chore: rehearse"',
    {
      cwd: copy,
    },
  );
}

/** npm refuses to prove where a package comes from unless GitHub Actions or GitLab CI/CD runs it. */
function withoutProvenance(path) {
  const { publishConfig, ...manifest } = JSON.parse(readFileSync(path, "utf8"));
  const { provenance: _, ...rest } = publishConfig;
  writeFileSync(path, `${JSON.stringify({ ...manifest, publishConfig: rest }, undefined, 2)}\n`);
}

/** `npm run release:version` in the copy, with the version that lerna proposes. */
export async function chooseVersion(copy) {
  await lerna(copy, "release:version", "--yes");
}

/** `npm run release:publish` in the copy. */
export async function publish(copy, url) {
  await lerna(copy, "release:publish", `--yes --registry "${url}"`);
}

/** The command of a script of package.json, found in the node_modules of the repository: the copy has none. */
async function lerna(copy, script, options) {
  const { scripts } = JSON.parse(readFileSync(join(copy, "package.json"), "utf8"));
  const env = { NX_DAEMON: "false", NX_NO_CLOUD: "true" };
  await runBeside(`${scripts[script]} ${options}`, { cwd: copy, env });
}

/** Forgets what a failed run has left, as a new checkout of the job does. */
export function restore(copy) {
  run("git checkout --quiet -- packages", { cwd: copy });
}

/** The published packages as tarballs in `folder`: see `packAll`. */
export function tarballsOf(packages, manifests, folder) {
  mkdirSync(folder);
  return [...packages].map(([name, { version, tarball }]) => {
    const path = join(folder, `${name.replace("/", "-").replace("@", "")}-${version}.tgz`);
    writeFileSync(path, tarball);
    const files = run(`tar -tzf "${path}"`)
      .split("\n")
      .filter((file) => file !== "" && !file.endsWith("/"))
      .map((file) => file.replace(/^package\//, ""));
    return { name, version, path, files, manifest: manifests.get(name) };
  });
}
