// Mutation testing of the decision itself: `npm run mutate`. The compiled files are mutated, because what runs is what
// ships and no compiler stands in the loop; the tests of core must notice each change.
export default {
  mutate: [
    "packages/core/dist/{decide,judge-token,judge-key,answer,credentials,challenge,required-claim}.js",
    "packages/core/dist/tokens/*.js",
  ],
  testRunner: "mocha",
  plugins: ["@stryker-mutator/mocha-runner"],
  mochaOptions: {
    config: ".ci/no-mocharc.json",
    spec: ["packages/core/dist-test/**/*.test.js"],
    ignore: ["packages/core/dist-test/{cli,fuzz,vectors}/**", "packages/core/dist-test/door.test.js"],
  },
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  tsconfigFile: "no-tsconfig.json", // nothing to rewrite: no compiler runs
  ignorePatterns: [".git", "bench", "coverage", "reports"],
  tempDirName: ".stryker-tmp",
  reporters: ["clear-text", "progress", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20_000,
  concurrency: 2,
};
