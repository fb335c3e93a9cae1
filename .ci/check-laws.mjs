// Shows that the import laws of .oxlintrc.json bite: plants sources that break or keep each of them in a folder with the
// same configuration, and compares what oxlint finds. `npm run lint` holds the laws themselves.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./files.mjs";
import { breaks, keeps } from "./planted-imports.mjs";

const base = mkdtempSync(join(tmpdir(), "laws-"));
try {
  copyFileSync(join(root, ".oxlintrc.json"), join(base, ".oxlintrc.json"));
  const planted = [
    ...breaks.map(([place, source]) => ({ place, source, isCaught: true })),
    ...keeps.map(([place, source]) => ({ place, source, isCaught: false })),
  ].map((plant, i) => ({ ...plant, path: plant.place.replace(/(\.test)?\.ts$/, `-${i}$1.ts`) }));
  for (const { path, source, place } of planted) {
    // Some places are exceptions by name.
    const file = join(base, isNamed(place) ? place : path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }
  const found = lint();
  const wrong = planted.filter(
    ({ path, place, isCaught }) => found.has(isNamed(place) ? place : path) !== isCaught,
  );
  for (const { place, source, isCaught } of wrong)
    console.error(`${isCaught ? "not caught" : "caught wrongly"}: ${place}: ${source}`);
  console.log(`${planted.length} planted sources, ${wrong.length} wrong answers`);
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  rmSync(base, { recursive: true, force: true });
}

/** Whether a law is about this very file. */
function isNamed(place) {
  return /(config|main|redis|circuit)\.ts$/.test(place);
}

/** The files that break a law. */
function lint() {
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format=json", "."], {
    cwd: base,
    encoding: "utf8",
  });
  const { diagnostics } = JSON.parse(stdout);
  return new Set(
    diagnostics
      .filter(({ code }) => /no-restricted|no-cycle|no-process-env/.test(code))
      .map(({ filename }) => filename),
  );
}
