// Checks the packages as a user gets them: what the tarballs hold, what publint and attw say, then projects made from
// the tarballs alone: ES module and CommonJS programs, compiled strictly and run, one of them also by Bun and Deno, and
// the starters of examples/ with their containers. No import of what a server loads may lead to the emulator.
import { chmodSync, cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { foldersIn, root } from "./files.mjs";
import { plantedReleaseProblems } from "./release/planted-release.mjs";
import { installedLicenceProblems } from "./release/public-packages.mjs";
import { run, runBeside } from "./run-command.mjs";
import { plantedProblems, serverProblems, unpack } from "./server-imports.mjs";
import { installRuntimes, otherRuntimes } from "./runtimes.mjs";
import { refuse, sideBySide } from "./side-by-side.mjs";
import { checkStarter, starters } from "./starters.mjs";
import { checksOf } from "./tarball-checks.mjs";
import { packAll } from "./tarballs.mjs";
import { installProject } from "./user-project.mjs";

// An author of an adapter writes a harness; the one of the Express adapter's tests stands for it.
const borrowed = {
  ".ci/consumers/testkit": ["harness.ts", "both-versions.ts", "express4.d.ts"].map(
    (name) => `packages/express/test/support/${name}`,
  ),
};
/** Runs under Bun and Deno as well. */
const SMOKE = ".ci/consumers/express";
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "product-auth-pack-")));
chmodSync(temporary, 0o755); // a container's user reads its image
let failures = 0;

try {
  run("node .ci/build.mjs");
  installRuntimes();
  const tarballs = packAll(temporary);
  failures += await sideBySide([
    // What takes longest comes first, so that no check works alone at the end.
    ...starters.map((starter) => [
      `${starter}: copied out`,
      () => checkStarter(starter, tarballs, newFolder),
    ]),
    ...foldersIn(".ci/consumers").map((consumer) => [
      `${consumer}: compiles and runs`,
      () => consume(consumer, tarballs),
    ]),
    ["what a release refuses, planted", () => refuse(plantedReleaseProblems())],
    ["licences of what npm installs with the packages", () => refuse(installedLicenceProblems())],
    ["what servers load, planted", () => refuse(plantedProblems())],
    ["what servers load: no tool, few files", () => refuse(serverProblems(unpack(tarballs, newFolder())))],
    ...tarballs.flatMap(checksOf),
  ]);
} catch (error) {
  failures++;
  console.error(error.message);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** Compiles with the repository's tsc, strictly and with the declarations of every library checked, and runs it. */
async function consume(consumer, tarballs) {
  const folder = newFolder();
  await installProject(consumer, folder, tarballs);
  for (const path of borrowed[consumer] ?? [])
    cpSync(join(root, path), join(folder, "support", basename(path)));
  await runBeside("tsc --project .", { cwd: folder });
  for (const program of readdirSync(join(folder, "dist")).filter((name) => /\.[cm]js$/.test(name))) {
    await runBeside(`node dist/${program}`, { cwd: folder });
  }
  if (consumer !== SMOKE) return;
  for (const { path, words } of otherRuntimes())
    await runBeside(`"${path}" ${words.join(" ")} dist/app.mjs`, { cwd: folder });
}

function newFolder() {
  const folder = mkdtempSync(join(temporary, "project-"));
  chmodSync(folder, 0o755);
  return folder;
}
