// `npm test`: runs the built tests, several processes of mocha at a time, and prints one total.
//
//   npm test                                 all of them
//   npm test -- core/decide                  the files whose path has these pieces, in this order
//   npm test -- core/decide -g "expired"     … the tests so named; what begins with a dash, and what follows, is mocha's
//
// Files of one package share a process. A process that crashes, hangs or stays alive is a failure, as a failed test is.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./files.mjs";
import { testFiles } from "./test-files.mjs";

const mocha = fileURLToPath(new URL("../node_modules/mocha/bin/mocha.js", import.meta.url));
/** Milliseconds without a test, hook or result after which a process is ended. No test may take half of it. */
const SILENCE = 150_000;
/** Milliseconds above which a test is named at the end. */
const SLOW = 5_000;
/** Rooms that take long, each in a process of its own. */
const OWN_PROCESS = [
  "apim/test/round-trip",
  "core/test/fuzz",
  "core/test/fewer-entries",
  "core/test/counts",
  "examples/scenarios",
  "cli/test/applications",
  "cli/test/provision",
  "cli/test/subscriptions",
  "cli/test/routes",
  "graph/test/apply",
  "interop/test/counts",
  "express/test/paths",
  "fastify/test/paths",
  "koa/test/paths",
  "portal/test/applications",
  "portal/test/browser",
  "portal/test/subscriptions",
];
/** What takes longest starts first, so that no process works alone at the end. */
const LONGEST_FIRST = [
  "core/test",
  "portal/test/browser",
  "examples/scenarios",
  "express/test/contract",
  "cli/test/applications",
  "cli/test/provision",
  "cli/test/routes",
  "cli/test/subscriptions",
  "apim/test",
  "apim/test/round-trip",
  "graph/test/apply",
  "testkit/test",
  "fastify/test/contract",
  "koa/test/contract",
  "portal/test/applications",
  "portal/test/subscriptions",
  "testkit/test/decision-contract",
  "core/test/fuzz",
  "interop/test",
  "postgres/test/contract",
  "interop/test/counts",
];

const given = process.argv.slice(2);
const dash = given.findIndex((word) => word.startsWith("-"));
const words = dash === -1 ? given : given.slice(0, dash);
const options = dash === -1 ? [] : given.slice(dash);
const { TEST = "", TEST_PROCESSES = "" } = process.env;
const files = testFiles(words.length > 0 ? words : [TEST]);
if (files.length === 0) {
  console.error(`No test file matches ${[...words, TEST].join(" ")}.`);
  process.exit(1);
}
const groups = grouped(files);
const running = new Set();
let shared = {};
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => {
    for (const child of running) child.kill("SIGKILL");
    console.log("The tests were stopped before their end.");
    process.exit(1);
  });
const folder = mkdtempSync(join(tmpdir(), "product-auth-tests-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

if (groups.length === 1 || options.length > 0) {
  const { code } = await run({ name: "tests", files }, "inherit");
  process.exitCode = code === 0 ? 0 : 1;
} else process.exitCode = (await runAll()) ? 0 : 1;

/** The files of one process: those of a package, but for its contract and the rooms that take long. */
function grouped(all) {
  const byName = new Map();
  for (const file of all) {
    const name = nameOf(file.source);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const rank = (name) => (LONGEST_FIRST.includes(name) ? LONGEST_FIRST.indexOf(name) : LONGEST_FIRST.length);
  return [...byName]
    .map(([name, ofIt]) => ({ name, files: ofIt }))
    .sort((a, b) => rank(a.name) - rank(b.name) || b.files.length - a.files.length);
}

function nameOf(source) {
  const [place, name, test, room] = source.split("/");
  if (place !== "packages") return OWN_PROCESS.includes(`${place}/${name}`) ? `${place}/${name}` : place;
  if (/contract[\w-]*\.test\.ts$/.test(source)) return source.slice("packages/".length, -".test.ts".length);
  const ofRoom = `${name}/${test}/${room}`;
  return OWN_PROCESS.includes(ofRoom) ? ofRoom : `${name}/${test}`;
}

/** Runs one mocha over the files of a group. */
async function run(group, stdio) {
  const events = join(folder, `${group.name.replaceAll("/", "-")}.jsonl`);
  const start = Date.now();
  const child = spawn(process.execPath, [mocha, ...options, ...group.files.map(({ built }) => built)], {
    cwd: root,
    stdio: stdio === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...shared, TEST_EVENTS: events },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => (output += text));
  let hung = false;
  const watchdog = setInterval(() => {
    const last = eventsIn(events).at(-1)?.at ?? start;
    if (stdio === "inherit" || Date.now() - last < SILENCE) return;
    hung = true;
    child.kill("SIGKILL");
  }, 5_000);
  const [code, signal] = await new Promise((done) => child.once("close", (...ended) => done(ended)));
  clearInterval(watchdog);
  running.delete(child);
  return { ...group, ...outcomeOf(eventsIn(events), { code, signal, hung }), code, output, start };
}

/** Totals of a process, and what else went wrong than tests that failed. */
function outcomeOf(events, { code, signal, hung }) {
  const of = (name) => events.filter(({ event }) => event === name);
  const failures = of("fail").map(({ title, error }) => ({ title, error }));
  const ended = of("end").length > 0;
  const crashed = !ended || (code !== 0 && failures.length === 0);
  if (crashed) {
    const last = events.findLast(({ event }) => event === "test" || event === "hook")?.title;
    const how = hung ? `no progress for ${SILENCE / 1000} s` : `ended with ${signal ?? `code ${code}`}`;
    const where = ended
      ? "after its last test"
      : last === undefined
        ? "before its first test"
        : `in "${last}"`;
    failures.push({ title: `The process of these tests: ${how}, ${where}`, error: "" });
  }
  return {
    passed: of("pass").length,
    skipped: of("pending").length,
    reasons: of("pending").flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    slow: of("pass").filter(({ ms }) => ms > SLOW),
    failures,
  };
}

function eventsIn(file) {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.slice(0, -1).map((line) => JSON.parse(line)); // the last line may be half written
  } catch {
    return [];
  }
}

/** One PostgreSQL for all processes: each would spend seconds of CPU on making its own. */
async function sharedPostgres() {
  if (groups.filter(({ name }) => /^(cli|postgres)\//.test(name)).length < 2) return {};
  const { startPostgres } = await import("../packages/testkit/dist/services/index.js");
  try {
    const { url } = await startPostgres();
    return { TEST_POSTGRES_URL: url };
  } catch {
    return {}; // the tests that need it say what is missing
  }
}

/** Runs every group and prints one line for each, the whole output of those that failed, and the total. */
async function runAll() {
  const start = Date.now();
  shared = await sharedPostgres();
  const waiting = [...groups];
  const results = [];
  const work = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      const result = await run(group, "pipe");
      results.push(result);
      report(result);
    }
  };
  // One more than processors: many tests wait, for real servers and for time to pass.
  const processes = Math.max(1, Number(TEST_PROCESSES) || availableParallelism() + 1);
  await Promise.all(Array.from({ length: processes }, work));
  const failed = results.flatMap(({ name, failures }) => failures.map(({ title }) => `${name}: ${title}`));
  const sum = (count) => results.reduce((total, result) => total + count(result), 0);
  console.log(`\n${groups.length} groups of tests, ${((Date.now() - start) / 1000).toFixed(0)} s`);
  for (const { ms, title } of results.flatMap(({ slow }) => slow))
    console.log(`SLOW: ${(ms / 1000).toFixed(1)} s, ${title}`);
  for (const title of failed) console.log(`FAILED: ${title}`);
  for (const reason of new Set(results.flatMap(({ reasons }) => reasons))) console.log(`SKIPPED: ${reason}`);
  const skipped = sum((result) => result.skipped);
  console.log(
    `${sum(({ passed }) => passed)} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
  );
  return failed.length === 0;
}

function report({ name, passed, skipped, failures, output, start }) {
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const counts = [
    `${passed} passed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failures.length > 0 ? [`${failures.length} FAILED`] : []),
  ];
  if (failures.length > 0) console.log(`\n${output.trimEnd()}\n`);
  console.log(`${seconds.padStart(6)} s  ${name.padEnd(34)}${counts.join(", ")}`);
}
