// `npm run release:rehearse`: a release from beginning to end on this machine. Checks what must agree, publishes all packages to
// a registry in memory as `npm run release:publish` would, and uses what was published as its first user does. Every
// problem is listed at the end, with its fix.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../files.mjs";
import { run } from "../run-command.mjs";
import { sideBySide } from "../side-by-side.mjs";
import { checksOf } from "../tarball-checks.mjs";
import { publishProblems } from "../tarballs.mjs";
import { startRegistry } from "./local-registry.mjs";
import { originGaps, repositoryProblems, workflowProblems } from "./origin-problems.mjs";
import { plantedRegistryProblems } from "./planted-registry.mjs";
import { plantedReleaseProblems } from "./planted-release.mjs";
import { installedLicenceProblems, publicPackages, readJson, workspaces } from "./public-packages.mjs";
import { chooseVersion, commitProblems, copyCommit, publish, restore, tarballsOf } from "./publish-copy.mjs";
import { useCreate, useStarter } from "./use-published.mjs";
import { changelogProblems, versionProblems } from "./version-problems.mjs";

const HELP = `npm run release:rehearse              a release, on this machine alone
npm run release:rehearse -- --final   right before a release: what may be missing until then is a problem

  commit    all files are committed
  checks    each check of a release finds the faults that are planted for it
  versions  packages, ranges and CHANGELOG.md name the same version
  origin    npm can prove where the packages come from
  licences  of what npm installs with the packages
  build     what is compiled and bundled is new
  version   npm run release:version in a copy of the newest commit; not with --final, when that has happened
  publish   all packages, to a registry in memory, which fails half way the first time
  tarballs  what the registry has: contents, secrets, licences, types
  starter   examples/express installs from it, its tests pass, it starts
  create    npm create @product-auth@latest makes a project from it, which passes its tests and starts

Exit codes: 0 no problem, 1 problems, 2 a wrong option. The working tree stays as it is.
`;

const words = process.argv.slice(2);
const unknown = words.filter((word) => !["--help", "--final"].includes(word));
if (unknown.length > 0) process.stderr.write(`There is no option ${unknown.join(", ")}.\n\n`);
if (unknown.length > 0 || words.includes("--help")) {
  process.stdout.write(HELP);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const isFinal = words.includes("--final");
const packages = publicPackages();
const folders = packages.map(({ folder }) => folder);
const manifests = new Map(packages.map(({ manifest }) => [manifest.name, manifest]));
const jobPath = join(root, ".github/workflows/release.yml");
const workflow = existsSync(jobPath) ? readFileSync(jobPath, "utf8") : undefined;
const temporary = realpathSync(mkdtempSync(join(tmpdir(), "product-auth-release-")));
const copy = join(temporary, "copy");
const gaps = [];
let registry;

/** Each resolves to its problems; those of a vital step end the rehearsal. */
const steps = [
  ["commit", commitProblems, { vital: true }],
  ["checks", plantedProblems],
  ["versions", () => versionsIn(root, isFinal)],
  ["origin", checkOrigin],
  ["licences", installedLicenceProblems],
  ["build", () => void run("node .ci/build.mjs"), { vital: true }],
  ["copy", () => copyCommit(copy, folders), { vital: true }],
  ...(isFinal ? [] : [["version", nextVersion, { vital: true }]]),
  ["publish", publishAll, { vital: true }],
  ["tarballs", checkTarballs],
  ["starter", () => useStarter(join(copy, "examples/express"), join(temporary, "starter"), registry)],
  ["create", () => useCreate(newFolder("create"), registry)],
];
const results = [];

try {
  for (const [name, step, { vital = false } = {}] of steps) {
    if (results.some((each) => each.stops))
      results.push({ name, result: "not run", seconds: 0, problems: [] });
    else results.push(await resultOf(name, step, vital));
  }
} finally {
  await registry?.close();
  rmSync(temporary, { recursive: true, force: true });
}
summary();

async function resultOf(name, step, vital) {
  process.stdout.write(`${name} …\n`);
  const start = Date.now();
  const problems = await problemsOf(step);
  const seconds = (Date.now() - start) / 1000;
  const failed = problems.length > 0;
  return { name, result: failed ? "FAILED" : "ok", seconds, problems, stops: vital && failed };
}

async function problemsOf(step) {
  try {
    return (await step()) ?? [];
  } catch (error) {
    return [error.message];
  }
}

async function plantedProblems() {
  return [...plantedReleaseProblems(), ...(await plantedRegistryProblems())];
}

async function nextVersion() {
  await chooseVersion(copy);
  return versionsIn(copy, true);
}

function versionsIn(base, released) {
  const { version } = readJson("lerna.json", base);
  const changelog = readFileSync(join(base, "CHANGELOG.md"), "utf8");
  return [
    ...versionProblems(
      version,
      workspaces(base).map(({ manifest }) => manifest),
    ),
    ...changelogProblems(version, changelog, { isFinal: released }),
  ];
}

function checkOrigin() {
  const missing = originGaps(packages, workflow);
  if (!isFinal) gaps.push(...missing);
  return [
    ...[...manifests.values()].flatMap(publishProblems),
    ...repositoryProblems(packages),
    ...workflowProblems(workflow),
    ...(isFinal ? missing : []),
  ];
}

async function publishAll() {
  registry = await startRegistry({ refuseAfter: Math.floor(packages.length / 2) });
  const refused = await problemsOf(() => publish(copy, registry.url));
  if (refused.length === 0)
    return ["The registry refused a package, and npm run release:publish did not fail."];
  restore(copy);
  await publish(copy, registry.url);
  return [...manifests.keys()]
    .filter((name) => !registry.packages.has(name))
    .map((name) => `${name} was not published. See "packages" in lerna.json.`);
}

async function checkTarballs() {
  const problems = [];
  const tarballs = tarballsOf(registry.packages, manifests, join(temporary, "tarballs"));
  await sideBySide(
    tarballs.flatMap(checksOf).map(([what, check]) => [what, () => noted(what, check, problems)]),
  );
  return problems;
}

/** Notes why a check fails, for the list at the end, besides what `sideBySide` prints. */
async function noted(what, check, problems) {
  try {
    await check();
  } catch (error) {
    problems.push(`${what}: ${error.message}`);
    throw error;
  }
}

function newFolder(name) {
  const folder = join(temporary, name);
  mkdirSync(folder);
  return folder;
}

/** Every step with its seconds, then what is missing before the first release, then the problems. */
function summary() {
  const problems = results.flatMap((each) => each.problems.map((text) => `${each.name}: ${text}`));
  console.log("");
  for (const { name, result, seconds } of results)
    console.log(`${result.padEnd(8)}${seconds.toFixed(1).padStart(7)} s  ${name}`);
  const all = results.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(`${"".padEnd(8)}${all.toFixed(1).padStart(7)} s  together\n`);
  for (const text of gaps) console.log(`Before the first release: ${text}`);
  for (const text of problems) console.error(`PROBLEM ${text}`);
  console.log(`${packages.length} packages, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
