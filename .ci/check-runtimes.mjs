// Core's tests and the surface of the adapter contract under the later Node versions. Generated cases and counts run
// under the Node of `npm test` only.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { filesUnder, root } from "./files.mjs";
import { installRuntimes, laterNodes } from "./runtimes.mjs";

const LEFT_OUT = /^packages\/core\/test\/(fuzz|fewer-entries|counts)\//;
const rooms = new Set(
  filesUnder("packages/core/test")
    .filter((path) => path.endsWith(".test.ts") && !LEFT_OUT.test(path))
    .map((path) => path.replace(/^packages\//, "").replace(/\.test\.ts$/, "")),
);
const words = [...rooms, ...["express", "koa", "fastify"].map((name) => `${name}/test/contract`)];

installRuntimes();
let failed = 0;
for (const { name, path } of laterNodes()) {
  const start = Date.now();
  const { status, stdout } = spawnSync(path, [join(root, ".ci/test.mjs"), ...words], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1e9,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, CONTRACT: "surface", NODE_V8_COVERAGE: "" },
  });
  if (status !== 0) {
    failed += 1;
    console.log(stdout);
  }
  const total = stdout.trimEnd().split("\n").at(-1);
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`${status === 0 ? "ok     " : "FAILED "} ${name}: ${total} in ${seconds} s`);
}
if (laterNodes().length === 0) console.log("Skipped: npm has no other Node for this machine.");
process.exitCode = failed === 0 ? 0 : 1;
