// Mutation testing of the decision itself: `npm run mutate`. The compiled files are mutated, because what runs is what
// ships and no compiler stands in the loop; the tests of core must notice each change.
//
// A part of it, by a piece of the files' names: MUTATE=tokens npm run mutate, MUTATE=tokens/claims npm run mutate.
import { readdirSync } from "node:fs";

const wanted = process.env.MUTATE ?? "";
const [built, tests] = ["packages/core/dist", "packages/core/dist-test"];

const decision = [
  "decide",
  "judge-token",
  "judge-key",
  "answer",
  "credentials",
  "challenge",
  "required-claim",
];
const tokens = readdirSync(`${built}/tokens`).filter((file) => file.endsWith(".js"));
const files = [...decision.map((name) => `${name}.js`), ...tokens.map((file) => `tokens/${file}`)].filter(
  (file) => file.includes(wanted),
);
if (files.length === 0) throw new Error(`MUTATE=${wanted}: no such file among those that are mutated`);

// Tests of tokens need no issuer on a socket to start for each of a thousand mutants; those of the decision are quick too.
const aboutTokens = [
  "tokens/**",
  ...["claim*", "compact-jws", "fetch-failures", "key-ring*", "signing-keys", "token-edges"],
];
const slow = ["cli/**", "fuzz/**", "subscriptions/**", "vectors/**", "door"];
const testOf = (name) => `${tests}/${name.endsWith("**") ? `${name}/*` : name}.test.js`;

export default {
  mutate: files.map((file) => `${built}/${file}`),
  testRunner: "mocha",
  plugins: ["@stryker-mutator/mocha-runner"],
  mochaOptions: {
    config: ".ci/no-mocharc.json",
    spec: (files.every((file) => file.startsWith("tokens/")) ? aboutTokens : [...aboutTokens, "**"]).map(
      testOf,
    ),
    ignore: slow.map(testOf),
  },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  tsconfigFile: "no-tsconfig.json", // nothing to rewrite: no compiler runs
  ignorePatterns: [".git", "bench", "coverage", "reports"],
  tempDirName: ".stryker-tmp",
  reporters: ["clear-text", "progress", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 5_000,
  concurrency: 2,
};
