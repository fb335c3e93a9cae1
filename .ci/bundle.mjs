// Bundles core: one file per door with shared chunks, so that a server loads a handful of files instead of a hundred.
// `tsc` writes packages/core/build, which only core's own tests load (as `#src/…`); the bundler writes
// packages/core/dist, which everything else loads.
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { root } from "./files.mjs";

const core = join(root, "packages/core");
const stamp = join(core, "dist/.bundled");

const portal = join(root, "packages/portal");

/** Minifies the style and the scripts that the pages of the portal load: packages/portal/client → dist/client. */
export async function bundlePortalClient() {
  const sources = join(portal, "client");
  const stamp = join(portal, "dist/client/.bundled");
  if (!existsSync(join(portal, "dist"))) return;
  const newest = Math.max(
    newestOf(sources, /\.(?:ts|css|svg)$/),
    newestOf(join(portal, "src/console"), /\.ts$/), // runs in the browser too
  );
  if (newest <= timeOf(stamp)) return;
  const { build } = await import("esbuild");
  const files = readdirSync(sources).filter((name) => /\.(?:ts|css)$/.test(name));
  await build({
    absWorkingDir: sources,
    entryPoints: files,
    outdir: "../dist/client",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    logLevel: "warning",
  });
  copyFileSync(join(sources, "icon.svg"), join(portal, "dist/client/icon.svg"));
  writeFileSync(stamp, "");
}

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

function newestOf(folder, names = /\.js$/) {
  return Math.max(
    ...readdirSync(folder, { recursive: true })
      .filter((path) => names.test(path))
      .map((path) => timeOf(join(folder, path))),
  );
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
