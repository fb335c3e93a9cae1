// Reports the coverage that the tests left in coverage/tmp, as .c8rc.json says, and fails below its thresholds. A file
// that no test loads counts as uncovered; one that holds types alone is left out, because nothing of it ever runs.
// With TESTS_SKIPPED the report is not judged: `check.mjs` sets it where a machine lacks what some tests need.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, foldersIn, root } from "./files.mjs";

const sources = foldersIn("packages").flatMap((folder) => filesUnder(`${folder}/src`));
const leftOut = sources.filter(isTypesAlone).flatMap((path) => ["--exclude", path]);
const judged = (process.env.TESTS_SKIPPED ?? "") === "";
if (!judged) console.log("Not judged, because tests were skipped on this machine.");
const c8 = join(root, "node_modules/c8/bin/c8.js");
const report = spawnSync(process.execPath, [c8, "report", `--check-coverage=${judged}`, ...leftOut], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
});
process.exitCode = report.status ?? 1;

/** Compiled, such a file is an empty module. */
function isTypesAlone(source) {
  const built = join(
    root,
    source
      .replace("/src/", /^packages\/(?:core|fastify)\//.test(source) ? "/build/" : "/dist/")
      .replace(/\.ts$/, ".js"),
  );
  if (!existsSync(built)) return false;
  const code = readFileSync(built, "utf8").replace(/\/\/.*|\/\*[^]*?\*\//g, "");
  return /^\s*(export \{\};)?\s*$/.test(code);
}
