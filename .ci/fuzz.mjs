// `npm run fuzz -- SUBJECT [options]`: generated cases until the first that fails, with a seed to run it again. Each
// subject is a program of its own, built and started here; it takes --seed and --seconds, and has a --help.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./files.mjs";

const subjects = {
  tokens: {
    says: "mutated tokens, judged by jose; the default",
    project: "packages/core/test",
    main: "packages/core/dist-test/fuzz/main.js",
  },
  entries: {
    says: "options with an entry less, and callers who should not get in by that",
    project: "packages/core/test",
    main: "packages/core/dist-test/fewer-entries/main.js",
  },
  memory: {
    says: "documents, keys, products and time that change, and decisions that must not depend on what is remembered",
    project: "packages/core/test",
    main: "packages/core/dist-test/fuzz/main.js",
    words: ["memory"],
  },
  paths: {
    says: "odd request targets, and the rule applied before the handler that answered",
    project: ".", // the adapters' tests too: their set-ups are used
    main: "packages/interop/dist-test/paths/main.js",
  },
  limits: {
    says: "random calls that counters in memory, Redis and PostgreSQL judge, and several processes at one counter",
    project: ".", // the stores' tests too: their programs are used
    main: "packages/interop/dist-test/limits/main.js",
  },
  report: {
    says: "applications whose reports call routes guarded, and requests that should not get to them",
    project: "packages/interop/test",
    main: "packages/interop/dist-test/report-truth/main.js",
  },
};

const [first = ""] = process.argv.slice(2);
const isNamed = first !== "" && !first.startsWith("-");
const subject = isNamed ? subjects[first] : subjects.tokens;

if (subject === undefined) {
  console.error(`There is no subject ${first}: ${Object.keys(subjects).join(", ")}.`);
  process.exit(1);
}
if (!isNamed && process.argv.includes("--help")) {
  console.log("npm run fuzz -- SUBJECT [options]; SUBJECT is one of\n");
  for (const [name, { says }] of Object.entries(subjects)) console.log(`  ${name.padEnd(10)}${says}`);
  console.log("");
}
const { project, main, words = [] } = subject;
process.exitCode =
  run(process.execPath, [join(root, ".ci/build.mjs"), project]) ||
  run(process.execPath, [main, ...words, ...process.argv.slice(isNamed ? 3 : 2)]);

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
  });
  if (error !== undefined) console.error(error.message);
  return status ?? 1;
}
