// Bundles the doors of core and of the Fastify adapter, and what the pages of the portal load, when that is older than its
// sources. `tsc` writes build, which only the package's own tests load (as `#src/…`); the bundler writes dist, which
// everything else loads. The file `.bundled` beside a bundle, which is not packed, lists the packages of others that are inside.
import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./files.mjs";

/** The packages whose doors are bundled. The other adapters load three files each. */
const bundled = ["packages/core", "packages/fastify"];

const portal = join(root, "packages/portal");

/** Minifies the style and the scripts that the pages of the portal load: packages/portal/client → dist/client. */
export async function bundlePortalClient() {
  const sources = join(portal, "client");
  const stamp = join(portal, "dist/client/.bundled");
  if (!existsSync(join(portal, "dist"))) return;
  const newest = Math.max(
    timeOf(new URL(import.meta.url)),
    newestOf(sources, /\.(?:ts|css|svg)$/),
    newestOf(join(portal, "src/console"), /\.ts$/), // runs in the browser too
  );
  if (newest <= timeOf(stamp)) return;
  const [{ build }, { packagesIn }] = await Promise.all([
    import("esbuild"),
    import("./release/bundled-packages.mjs"),
  ]);
  const files = readdirSync(sources).filter((name) => /\.(?:ts|css)$/.test(name));
  const { metafile } = await build({
    absWorkingDir: sources,
    entryPoints: files,
    outdir: "../dist/client",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    logLevel: "warning",
    metafile: true,
  });
  copyFileSync(join(sources, "icon.svg"), join(portal, "dist/client/icon.svg"));
  writeFileSync(stamp, JSON.stringify(packagesIn([metafile])));
}

/** Does nothing for a package whose bundles are newer than its compiled files and the program that makes them. */
export async function bundlePackages() {
  const program = timeOf(new URL("bundle-doors.mjs", import.meta.url));
  for (const folder of bundled.map((name) => join(root, name))) {
    const compiled = join(folder, "build");
    const stamp = join(folder, "dist/.bundled");
    if (!existsSync(compiled) || Math.max(newestOf(compiled), program) <= timeOf(stamp)) continue;
    const { bundleDoors } = await import("./bundle-doors.mjs");
    writeFileSync(stamp, JSON.stringify(await bundleDoors(folder)));
  }
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
