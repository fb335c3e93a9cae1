// Checks what `npm create @product-auth` makes. All projects are type-checked, linted and formatted; those that contain
// every pair of answers are installed from the tarballs, tested, started and called as their README says. With
// CREATE=every, the others are tested, started and called too, with one installation for all.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run-command.mjs";
import { refuse, sideBySide } from "./side-by-side.mjs";
import { packAll } from "./tarballs.mjs";
import { installFolder } from "./user-project.mjs";

run("node .ci/build.mjs");
const { allProjects, compile, coveringProjects, formatProblems, lint, writeFiles, writeSources } =
  await import("./created-projects.mjs");
const { tryProject } = await import("./try-project.mjs");

const temporary = realpathSync(mkdtempSync(join(tmpdir(), "product-auth-create-")));
let failures = 0;
try {
  const sources = join(temporary, "sources");
  writeSources(sources);
  failures += await sideBySide([
    [`${allProjects.length} projects compile`, () => compile(sources)],
    [`${allProjects.length} projects: no lint`, () => lint(sources)],
    [`${allProjects.length} projects: as prettier leaves them`, async () => refuse(await formatProblems())],
  ]);
  const tarballs = packAll(temporary);
  failures += await sideBySide(
    coveringProjects.map((project) => [`${project.name}: installed`, () => install(project, tarballs)]),
  );
  if (process.env.CREATE === "every") failures += await tryOthers(tarballs);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

async function install(project, tarballs) {
  const folder = join(temporary, project.name);
  writeFiles(folder, project.files);
  await installFolder(folder, tarballs);
  await tryProject(project, folder);
}

/** In folders below one that has the dependencies of all. */
async function tryOthers(tarballs) {
  const shared = join(temporary, "shared");
  mkdirSync(shared);
  const manifests = allProjects.map(({ files }) => JSON.parse(files.get("package.json")));
  const together = (kind) => Object.assign({}, ...manifests.map((manifest) => manifest[kind]));
  const [dependencies, devDependencies] = [together("dependencies"), together("devDependencies")];
  writeFileSync(
    join(shared, "package.json"),
    JSON.stringify({ private: true, dependencies, devDependencies }),
  );
  await installFolder(shared, tarballs);
  const covering = new Set(coveringProjects.map(({ name }) => name));
  const others = allProjects.filter(({ name }) => !covering.has(name));
  return sideBySide(
    others.map((project) => [
      project.name,
      async () => {
        const folder = join(shared, project.name);
        writeFiles(folder, project.files);
        symlinkSync(join(shared, "node_modules"), join(folder, "node_modules")); // READMEs name paths in it
        await tryProject(project, folder);
        rmSync(folder, { recursive: true });
      },
    ]),
  );
}
