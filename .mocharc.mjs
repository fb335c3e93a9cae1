import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.setSourceMapsEnabled(true); // stack traces name the .ts line

// The list comes from the sources: a compiled test whose source is gone never runs.
const rooms = [
  ...readdirSync("packages").map((name) => ({
    tests: `packages/${name}/test`,
    built: `packages/${name}/dist-test`,
  })),
  ...readdirSync("examples").map((name) => ({
    tests: `examples/${name}/test`,
    built: `examples/${name}/dist/test`,
  })),
  { tests: "docs/src", built: "docs/dist" },
  { tests: "bench/src", built: "bench/dist" },
].filter(({ tests }) => existsSync(tests));

const wanted = process.env.TEST ?? ""; // TEST=express/test/app-use npx mocha
const spec = rooms.flatMap(({ tests, built }) =>
  readdirSync(tests, { recursive: true })
    .sort()
    .filter((file) => file.endsWith(".test.ts") && `${tests}/${file}`.includes(wanted))
    .map((file) => `${built}/${file.replace(/\.ts$/, ".js")}`),
);

const ci = (process.env.CI ?? "") !== "";
export default {
  spec,
  timeout: 10_000,
  forbidOnly: ci,
  forbidPending: ci,
  reporter: fileURLToPath(new URL(".ci/reporter.cjs", import.meta.url)),
};
