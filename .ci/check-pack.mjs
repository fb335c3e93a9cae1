// Checks the packages as a user gets them: what the tarballs hold, what publint and attw say, then projects made from
// the tarballs alone: ES module and CommonJS programs, compiled strictly and run, one of them also by Bun and Deno, and
// the starters of examples/. No import of what a server loads may lead to the emulator.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { foldersIn, root } from "./files.mjs";
import { run, runBeside } from "./run-command.mjs";
import { plantedProblems, serverProblems, unpack } from "./server-imports.mjs";
import { installRuntimes, otherRuntimes } from "./runtimes.mjs";
import { contentProblems, packAll, publishProblems } from "./tarballs.mjs";
import { installProject } from "./user-project.mjs";

const starters = ["examples/express", "examples/koa", "examples/fastify"];
// An author of an adapter writes a harness; the one of the Express adapter's tests stands for it.
const borrowed = {
  ".ci/consumers/testkit": ["harness.ts", "both-versions.ts", "express4.d.ts"].map(
    (name) => `packages/express/test/support/${name}`,
  ),
};
/** Runs under Bun and Deno as well. */
const SMOKE = ".ci/consumers/express";
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "product-auth-pack-")));
let failures = 0;

try {
  run("node .ci/build.mjs");
  installRuntimes();
  const tarballs = packAll(temporary);
  await allOf([
    // What takes longest comes first, so that no check works alone at the end.
    ...starters.map((starter) => [`${starter}: copied out`, () => copyOut(starter, tarballs)]),
    ...foldersIn(".ci/consumers").map((consumer) => [
      `${consumer}: compiles and runs`,
      () => consume(consumer, tarballs),
    ]),
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

/** The checks of one tarball. */
function checksOf(tarball) {
  return [
    [`${tarball.name} ${tarball.version}: contents`, () => refuse(contentProblems(tarball))],
    [`${tarball.name}: published with provenance`, () => refuse(publishProblems(tarball.manifest))],
    [`${tarball.name}: publint`, () => runBeside(`publint run "${tarball.path}" --strict`)],
    [`${tarball.name}: attw`, () => runBeside(`attw "${tarball.path}" --profile esm-only --format ascii`)],
  ];
}

/** Makes all checks, as many at a time as there are cores. */
async function allOf(checks) {
  const waiting = [...checks];
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await report(...next);
    }),
  );
}

async function report(what, check) {
  const start = Date.now();
  try {
    await check();
    console.log(`ok      ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures++;
    console.error(`FAILED  ${what}\n${error.message}`);
  }
}

function refuse(problems) {
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

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

async function copyOut(starter, tarballs) {
  if (!existsSync(join(root, starter, "package.json")))
    throw new Error(`There is no ${starter}/package.json.`);
  const folder = newFolder();
  await installProject(starter, folder, tarballs);
  const { scripts = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const script of ["build", "test", "start", "routes"]) {
    if (!(script in scripts)) throw new Error(`${starter}/package.json has no script "${script}".`);
  }
  await runBeside("npm run build", { cwd: folder });
  await runBeside("npm test", { cwd: folder });
  await runBeside("npm run routes", { cwd: folder });
  await answers(folder);
}

/** `npm start` says where it listens; it is healthy, and closed to a caller without a credential. */
async function answers(folder) {
  const server = spawn("npm start", {
    cwd: folder,
    env: { ...process.env, PORT: "0" },
    shell: true,
    detached: true, // a process group of its own: npm, the shell and the server end together
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    const origin = await listening(server);
    await expectStatus(`${origin}/health`, 200);
    await expectStatus(`${origin}/orders`, 401);
  } finally {
    try {
      process.kill(-server.pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

function listening(server) {
  return new Promise((resolve, reject) => {
    let output = "";
    const stop = (why) => reject(new Error(`npm start ${why}\n${output}`));
    setTimeout(stop, 30_000, "did not say within 30 s where it listens").unref();
    server.on("exit", (code) => stop(`ended with ${code}`));
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        const origin = /^Listening on (http:\/\/\S+)$/m.exec(output)?.[1];
        if (origin !== undefined) resolve(origin);
      });
    }
  });
}

async function expectStatus(url, expected) {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (status !== expected) throw new Error(`npm start: GET ${url} was answered ${status}, not ${expected}.`);
}

function newFolder() {
  const folder = mkdtempSync(join(temporary, "project-"));
  mkdirSync(folder, { recursive: true });
  return folder;
}
