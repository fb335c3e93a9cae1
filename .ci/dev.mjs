// `npm run dev -- core/decide`: compiles whenever a source is saved, and runs the tests so named after each build
// without errors. Words are those of `npm test`; without any, all tests run. A run that a new build overtakes is ended.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bundlePackages } from "./bundle.mjs";
import { root } from "./files.mjs";

const words = process.argv.slice(2);
const compiler = spawn(
  process.execPath,
  [join(root, "node_modules/typescript/bin/tsc"), "-b", "-w", "--preserveWatchOutput"],
  { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
);
let tests;
let line = "";
compiler.stdout.setEncoding("utf8").on("data", (text) => {
  process.stdout.write(text);
  const lines = (line + text).split("\n");
  line = lines.pop();
  if (lines.some((each) => /Starting .*compilation|File change detected/.test(each))) stop();
  if (lines.some((each) => / Found 0 errors\b/.test(each))) bundlePackages().then(start, console.error);
});
compiler.on("exit", (code) => {
  stop();
  process.exitCode = code ?? 1;
});
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => {
    stop();
    compiler.kill(signal);
  });

function start() {
  stop();
  tests = spawn(process.execPath, [join(root, ".ci/test.mjs"), ...words], { cwd: root, stdio: "inherit" });
}

function stop() {
  tests?.kill();
  tests = undefined;
}
