// Bundles core's doors, and what the pages of the portal load, when that is older than its sources. `tsc` writes
// packages/core/build, which only core's own tests load (as `#src/…`); the bundler writes packages/core/dist, which
// everything else loads.
import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
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

/** Does nothing when the bundles are newer than core's compiled files and the program that makes them. */
export async function bundleCore() {
  const compiled = join(core, "build");
  const program = timeOf(new URL("bundle-core.mjs", import.meta.url));
  if (!existsSync(compiled) || Math.max(newestOf(compiled), program) <= timeOf(stamp)) return;
  const { bundleDoors } = await import("./bundle-core.mjs");
  await bundleDoors(core);
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
