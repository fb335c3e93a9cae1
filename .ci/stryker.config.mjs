// Mutation testing of the decision itself: `npm run mutate`. The compiled files are mutated, because what runs is what
// ships and no compiler stands in the loop; the tests of core must notice each change.
//
// A part of it, by a piece of the files' names: MUTATE=tokens npm run mutate, MUTATE=entra-claims npm run mutate.
//
// An adapter instead of core, with the contract as its tests: MUTATE=express, MUTATE=koa, MUTATE=fastify, MUTATE=passport.
//
// Core with the contract of an adapter as its tests: MUTATE=answer MUTATE_BY=express. It mutates the working tree itself,
// because the adapter loads the bundle of core from there; `npm run build` puts it right if the run is interrupted.
import { readdirSync } from "node:fs";

const filesIn = (room) =>
  readdirSync(`packages/core/src/${room}`, { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${room}/${file.slice(0, -".ts".length)}`);

const wanted = process.env.MUTATE ?? "";
const isAdapter = ["express", "koa", "fastify", "passport"].includes(wanted);
const names = ["decision", "answer", "request", "evidence/tokens", "policies"]
  .flatMap(filesIn)
  .filter((name) => name.includes(wanted));
if (names.length === 0 && !isAdapter) throw new Error(`MUTATE=${wanted}: none of the files that are mutated`);

// The quickest first, since a mutant is done with once one test has noticed it. Those about tokens do without the rest:
// every survivor would run it, and an issuer on a socket takes long to start a thousand times.
const aboutTokens = ["evidence/tokens/**/*"];
const slow = "counts/doors door fuzz/**/* files/**/* records/**/* repositories/**/* vectors/**/*".split(" ");
// Policies too have tests of their own, and those of the options and the answers that show what they do.
const aboutPolicies = ["policies/**/*", "operators/*limit*", "operators/explain*"];
const areIn = (room) => names.every((name) => name.startsWith(room));
const specs = areIn("evidence/tokens/")
  ? aboutTokens
  : areIn("policies/")
    ? aboutPolicies
    : [...aboutTokens, "**/*"];
const compiled = (name) => `packages/core/dist-test/${name}.test.js`;

const core = {
  mutate: names.map((name) => `packages/core/build/${name}.js`),
  spec: specs.map(compiled),
  ignore: slow.map(compiled),
};
// The report of routes has tests of its own; the contract knows nothing of it.
const contractOf = (name) => ({ spec: [`packages/${name}/dist-test/contract.test.js`], ignore: [] });
const adapter = { mutate: [`packages/${wanted}/dist/*.js`], ...contractOf(wanted) };
const by = process.env.MUTATE_BY;
const { mutate, spec, ignore } = isAdapter ? adapter : { ...core, ...(by !== undefined && contractOf(by)) };
const rebundled = {
  inPlace: true,
  buildCommand: `node -e 'import("./.ci/bundle.mjs").then(({ bundleCore }) => bundleCore())'`,
};

export default {
  mutate,
  ...(!isAdapter && by !== undefined && rebundled),
  testRunner: "mocha",
  plugins: ["@stryker-mutator/mocha-runner"],
  mochaOptions: {
    config: ".ci/no-mocharc.json",
    spec,
    ignore,
  },
  coverageAnalysis: "perTest",
  ignoreStatic: !isAdapter, // an adapter does much when it is loaded and made
  tsconfigFile: "no-tsconfig.json", // nothing to rewrite: no compiler runs
  ignorePatterns: [".git", "bench", "coverage", "reports"],
  tempDirName: ".stryker-tmp",
  reporters: ["clear-text", "progress", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 10_000,
  concurrency: Number(process.env.MUTATE_PROCESSES ?? 2),
};
