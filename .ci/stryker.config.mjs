// Mutation testing of the decision itself: `npm run mutate`. The compiled files are mutated, because what runs is what
// ships and no compiler stands in the loop; the tests of core must notice each change.
//
// A part of it, by a piece of the files' names: MUTATE=tokens npm run mutate, MUTATE=entra-claims npm run mutate. Several
// pieces, separated by spaces: MUTATE="policies/p policies/judge" npm run mutate, the files directly in policies.
//
// An adapter instead of core, with the contract as its tests: MUTATE=express, MUTATE=koa, MUTATE=fastify, MUTATE=passport.
//
// Rooms of the import instead of core, each with its own tests: MUTATE=apim/xml, MUTATE="apim/xml apim/csharp/condition".
// These tests load the compiled files as #src/…; the name of the package would load the ones that are not mutated.
//
// Core with the contract of an adapter as its tests: MUTATE=answer MUTATE_BY=express. It mutates the working tree itself,
// because the adapter loads the bundle of core from there; `npm run build` puts it right if the run is interrupted.
import { readdirSync } from "node:fs";

const namesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length));
const filesIn = (room) => namesIn(`packages/core/src/${room}`).map((name) => `${room}/${name}`);

const wanted = process.env.MUTATE ?? "";
const isImport = wanted.startsWith("apim/");
const isAdapter = ["express", "koa", "fastify", "passport"].includes(wanted);
const names = ["decision", "answer", "request", "evidence/tokens", "policies"]
  .flatMap(filesIn)
  .filter((name) => wanted.split(" ").some((piece) => name.includes(piece)));
const ofImport = isImport
  ? namesIn("packages/apim/src").filter((name) =>
      wanted.split(" ").some((piece) => `apim/${name}`.startsWith(piece)),
    )
  : [];
if (names.length === 0 && ofImport.length === 0 && !isAdapter)
  throw new Error(`MUTATE=${wanted}: none of the files that are mutated`);

// The tests of a room, the quickest first, since a mutant is done with once one test has noticed it; every survivor runs
// them all. Rooms that are not listed are tested by all of core, and so are several rooms at once.
const testsOf = {
  // An issuer on a socket takes long to start a thousand times.
  "evidence/tokens/": ["evidence/tokens/**/*"],
  "policies/connection/": [
    "policies/connection/**/*",
    "options/options-connection",
    "operators/explain-connection",
  ],
  "policies/limits/": [
    ...[
      "limit-*",
      "uses-of",
      "identities",
      "plain-key",
      "scoped-counts",
      "slots",
      "counter-key",
      "ietf-fields",
    ],
    ...["against-naive-log", "memory-of-windows", "guarded-counters", "circuit", "count-response", "**/*"],
  ]
    .map((name) => `policies/limits/${name}`)
    .concat("operators/*limit*", "upgrades/*", "catalog-file/limits-of-catalog"),
  "policies/": [
    ...[
      "policies/*",
      "policies/token/*",
      "policies/throttle/*",
      "operators/explain-*",
      "operators/limits-used",
    ],
    ...[
      "policies/connection/authorize-connection",
      "policies/limits/ietf-fields",
      "policies/limits/limits-in-requests",
    ],
    ...["upgrades/*", "options/options-policies", "options/options-custom", "counts/policies"],
    "policies/**/*",
  ],
};
// Left out: they search at random, or repeat on a store or a server what quicker tests notice.
const slow = [
  ...[
    "counts/doors",
    "door",
    "fuzz/**/*",
    "policies/limits/against-model",
    "policies/token/policies-open-nothing",
  ],
  ...["policies/throttle/same-admissions", "files/**/*", "records/**/*", "repositories/**/*", "vectors/**/*"],
];
const room = Object.keys(testsOf).find((start) => names.every((name) => name.startsWith(start)));
const specs = room === undefined ? [...testsOf["evidence/tokens/"], "**/*"] : testsOf[room];
// Tests about time: a busy machine is too slow for them when every statement of the code is counted.
const untimed = "^(?!.*(linear time|grows with the length))";
const compiled = (name) => `packages/core/dist-test/${name}.test.js`;

const core = {
  mutate: names.map((name) => `packages/core/build/${name}.js`),
  spec: specs.map(compiled),
  ignore: slow.map(compiled),
};
// The report of routes has tests of its own; the contract knows nothing of it.
const contractOf = (name) => ({ spec: [`packages/${name}/dist-test/contract.test.js`], ignore: [] });
const adapter = { mutate: [`packages/${wanted}/dist/*.js`], ...contractOf(wanted) };
/** Where the tests of a folder, or of a file in no folder, have another name. */
const testsOfImport = {
  variables: "meaning/values",
  "assemble-report": "report",
  "import-configuration": "corpus",
  index: "corpus",
};
const roomsOfImport = new Set(
  ofImport.map((name) => name.split("/")[0]).map((name) => testsOfImport[name] ?? name),
);
const imported = {
  mutate: ofImport.map((name) => `packages/apim/dist/${name}.js`),
  spec: [...roomsOfImport].map((folder) => `packages/apim/dist-test/${folder}/**/*.test.js`),
  ignore: [],
};
const by = process.env.MUTATE_BY;
const ofCore = { ...core, ...(by !== undefined && contractOf(by)) };
const { mutate, spec, ignore } = isAdapter ? adapter : isImport ? imported : ofCore;
const rebundled = {
  inPlace: true,
  buildCommand: `node -e 'import("./.ci/bundle.mjs").then(({ bundlePackages }) => bundlePackages())'`,
};

export default {
  mutate,
  ...(!isAdapter && !isImport && by !== undefined && rebundled),
  testRunner: "mocha",
  plugins: ["@stryker-mutator/mocha-runner"],
  mochaOptions: {
    config: ".ci/no-mocharc.json",
    grep: untimed,
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
