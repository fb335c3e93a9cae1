// Bundles core: one file per door with shared chunks, so that a server loads a handful of files instead of a hundred.
// `tsc` writes packages/core/build, which only core's own tests load (as `#src/…`); the bundler writes
// packages/core/dist, which everything else loads.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./files.mjs";

const core = join(root, "packages/core");
const stamp = join(core, "dist/.bundled");

/** Does nothing when no compiled file of core is newer than the bundles. */
export async function bundleCore() {
  const compiled = join(core, "build");
  if (existsSync(compiled) && newestOf(compiled) > timeOf(stamp)) await bundle();
}

async function bundle() {
  const { build } = await import("esbuild");
  const { exports, dependencies } = JSON.parse(readFileSync(join(core, "package.json"), "utf8"));
  const doors = Object.values(exports)
    .map((door) => door.default)
    .filter((path) => path?.endsWith(".js"));
  // A chunk of an earlier build must not be packed.
  rmSync(join(core, "dist"), { recursive: true, force: true });
  await build({
    absWorkingDir: core,
    entryPoints: doors.map((path) => path.replace(/^\.\/dist\//, "build/")),
    outdir: "dist",
    outbase: "build",
    bundle: true,
    splitting: true, // what doors share is in one chunk: two copies of a class would not know each other's objects
    format: "esm",
    platform: "node",
    target: "node20",
    external: Object.keys(dependencies),
    sourcemap: true,
    sourcesContent: false, // the tarball has src/
    keepNames: false,
    logLevel: "warning",
  });
  writeFileSync(stamp, "");
}

function newestOf(folder) {
  return Math.max(
    ...readdirSync(folder, { recursive: true })
      .filter((path) => path.endsWith(".js"))
      .map((path) => timeOf(join(folder, path))),
  );
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
