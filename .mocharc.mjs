import { fileURLToPath } from "node:url";
import { testFiles } from "./.ci/test-files.mjs";

process.setSourceMapsEnabled(true); // stack traces name the .ts line

const { TEST = "", CI = "", TEST_STRICT = "" } = process.env; // TEST=core/decision npx mocha; without a build
const filesGiven = process.argv.slice(2).some((word) => word.endsWith(".test.js")); // by `.ci/test.mjs`

export default {
  spec: filesGiven ? [] : testFiles([TEST]).map(({ built }) => built),
  timeout: 10_000,
  forbidOnly: CI !== "" || TEST_STRICT !== "",
  reporter: fileURLToPath(new URL(".ci/reporter.cjs", import.meta.url)),
};
