// `npm run check`: everything the build server runs, step by step, going on after a failed step so that one run shows
// all that is wrong, and saying how long each took. The test step is `npm test` itself, the README's command, with
// coverage recorded beside it.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./files.mjs";

const steps = [
  {
    name: "lock",
    says: "package-lock.json can be installed anywhere",
    run: [
      "",
      ".ci/runtimes/package-lock.json",
      ".ci/ecosystem/package-lock.json",
      "site/package-lock.json",
    ].map((path) => `node .ci/check-lock.mjs ${path}`.trim()),
  },
  { name: "install", says: "every locked package is installed", run: ["node .ci/install.mjs"], vital: true },
  {
    name: "build",
    says: "all packages, tests, examples and pages compile",
    run: ["node .ci/build.mjs"],
    vital: true,
  },
  {
    name: "types",
    says: "what editors promise, under each TypeScript of our users",
    run: ["node .ci/check-types.mjs"],
  },
  { name: "lint", says: "no lint, with types", run: ["oxlint --type-aware --deny-warnings"] },
  { name: "format", says: "prettier would change nothing", run: ["prettier --check ."] },
  { name: "test", says: "npm test", run: ["npm test"], before: forgetCoverage },
  {
    name: "contract",
    says: "the whole contract of adapters over every framework, which `npm test` runs in part",
    run: [
      "npm test -- express/test/contract koa/test/contract fastify/test/contract passport/test/contract testkit/test/decision",
    ],
    env: { CONTRACT: "every" },
    onDemand: true,
  },
  {
    name: "browser",
    says: "the portal's browser tests on every framework, with and without JavaScript; `npm test` runs two of the six for each story",
    run: ["npm test -- portal/test/browser"],
    env: { BROWSER: "all" },
    onDemand: true,
  },
  {
    name: "scenarios",
    says: "every scenario on every framework; `npm test` walks each on its default one",
    run: ["npm test -- examples/scenarios"],
    env: { SCENARIOS: "all" },
    onDemand: true,
  },
  { name: "coverage", says: "the tests reach what .c8rc.json demands", run: ["node .ci/coverage.mjs"] },
  {
    name: "ratios",
    says: "what a check costs in units of one crypto.verify",
    run: ["node .ci/check-ratios.mjs"],
  },
  {
    name: "laws",
    says: "import laws bite, pure steps stay pure, no export is dead, commit subjects are conventional",
    run: [
      "node .ci/check-laws.mjs",
      "node .ci/check-loading.mjs",
      "node .ci/check-loading.mjs --self-test",
      "knip",
      "node .ci/check-commits.mjs",
    ],
  },
  {
    name: "docs",
    says: "snippets, links and commands of the pages, and the words that voice.md bans",
    run: ["node .ci/check-docs.mjs", "node .ci/check-voice.mjs", "node .ci/check-voice.mjs --self-test"],
  },
  {
    name: "site",
    says: "the documentation site: built, every link followed, read in a browser with and without script",
    run: ["node .ci/install.mjs site", "node site/build.mjs", "node site/check.mjs", "node site/browser.mjs"],
  },
  {
    name: "runtimes",
    says: "core's tests and the surface of the contract under Node 22, 24 and 26",
    run: ["node .ci/check-runtimes.mjs"],
  },
  { name: "pack", says: "the packages as a user gets them", run: ["node .ci/check-pack.mjs"] },
  {
    name: "create",
    says: "what npm create makes: all projects compile, twelve with every pair of answers installed, tested and called; named: all",
    run: ["node .ci/check-create.mjs"],
    envWhenNamed: { CREATE: "every" },
  },
  {
    name: "ecosystem",
    says: "NestJS, Jest, Vitest, MSW, undici and other JWT middleware with the packages as a user gets them",
    run: ["node .ci/check-ecosystem.mjs"],
  },
];

const words = process.argv.slice(2);
const unknown = words.filter((word) => !steps.some(({ name }) => name === word));
if (words.includes("--help") || unknown.length > 0) {
  if (!words.includes("--help")) console.error(`There is no step ${unknown.join(", ")}.\n`);
  console.log(
    "npm run check                 every step\nnpm run check -- lint pack    the named steps only\n",
  );
  for (const { name, says, onDemand } of steps)
    console.log(`  ${name.padEnd(10)}${says}${onDemand ? "; only when named" : ""}`);
  process.exit(words.includes("--help") ? 0 : 1);
}

const coverage = join(root, "coverage/tmp");
const environment = {
  ...process.env,
  PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`,
  TEST_STRICT: "true", // no .only, and no skipped test but for what this machine lacks; with CI=true nothing may lack
  TEST: "", // all tests, whatever the shell has set
  ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }), // CI=true would colour a log file
};
/** Steps that `.ci/run` took before this one, as "seconds name says" lines: they are part of the summary. */
const before = (process.env.CHECK_BEFORE ?? "")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => {
    const [seconds, name, ...says] = line.split(" ");
    return { name, says: says.join(" "), failed: false, seconds: Number(seconds), result: "ok" };
  });
const chosen = steps.filter(({ name, onDemand = false }) =>
  words.length === 0 ? !onDemand : words.includes(name),
);
const results = [...before];
let total;
const skipped = new Set();
const inCi = (process.env.CI ?? "") !== "";
let running;

// The time is up, or the run was stopped: what was done so far says where the time went.
for (const [signal, code] of [
  ["SIGTERM", 143],
  ["SIGINT", 130],
]) {
  process.once(signal, () => {
    if (running !== undefined) {
      running.child?.kill(signal);
      finish("STOPPED");
    }
    for (const step of chosen.slice(results.length - before.length)) notRun(step);
    summary();
    process.exit(code);
  });
}

for (const step of chosen) {
  if (results.some(({ vital, failed }) => vital && failed)) {
    notRun(step);
    continue;
  }
  console.log(`\n=== ${step.name}: ${step.says}`);
  running = { step, start: Date.now() };
  step.before?.();
  let failed = false;
  for (const command of step.run) if (!(await succeeds(command, step))) failed = true;
  finish(failed ? "FAILED" : "ok");
}
summary();
process.exitCode = results.some(({ failed }) => failed) ? 1 : 0;

function notRun(step) {
  results.push({ ...step, failed: true, seconds: 0, result: "not run" });
}

/** Notes how the running step ended, and after how many seconds. */
function finish(result) {
  const { step, start } = running;
  running = undefined;
  const seconds = (Date.now() - start) / 1000;
  results.push({ ...step, failed: result !== "ok", seconds, result });
  console.log(`--- ${step.name}: ${result}, ${seconds.toFixed(1)} s`);
}

/** Every step with its seconds, then what the tests skipped, and last of all their total. */
function summary() {
  const all = results.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log("");
  for (const { name, seconds, result, says } of results) {
    console.log(`${result.padEnd(8)}${seconds.toFixed(1).padStart(7)} s  ${name.padEnd(12)}${says}`);
  }
  console.log(`${"".padEnd(8)}${all.toFixed(1).padStart(7)} s  together`);
  for (const line of skipped) console.log(line);
  if (results.some(({ name }) => isTests(name))) console.log(total ?? "The tests did not run to their end.");
}

function forgetCoverage() {
  rmSync(coverage, { recursive: true, force: true });
}

function isTests(name) {
  return ["test", "contract", "browser", "scenarios"].includes(name);
}

/** Runs one command with its output shown; that of the tests is also read, for what the summary repeats. */
function succeeds(command, { name, env = {}, envWhenNamed = {} }) {
  const reads = isTests(name);
  const child = spawn(command, {
    cwd: root,
    shell: true, // finds npm.cmd on Windows too; the commands are the ones above
    stdio: ["ignore", reads ? "pipe" : "inherit", "inherit"],
    env: {
      ...environment,
      ...env,
      ...(words.includes(name) && envWhenNamed),
      ...(name === "test" && { NODE_V8_COVERAGE: coverage }),
      ...(skipped.size > 0 && !inCi && { TESTS_SKIPPED: "true" }),
    },
  });
  running.child = child;
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    process.stdout.write(text);
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    total = lines.findLast((line) => /^\d+ passed, \d+ failed/.test(line)) ?? total;
    for (const line of lines) if (line.startsWith("SKIPPED: ")) skipped.add(line);
  });
  return new Promise((done) => {
    child.on("error", (error) => {
      console.error(error.message);
      done(false);
    });
    child.on("close", (code) => done(code === 0));
  });
}
