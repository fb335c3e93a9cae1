// Bundles of a package, so that a server loads a handful of files of core instead of a hundred: each takes the loader about
// a millisecond. What the doors of a server have in common with other doors is one file, and what only they need is
// another. esbuild's splitting alone makes a file for each set of doors: a server loaded fourteen.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { packagesIn } from "./release/bundled-packages.mjs";

/** The doors that every server loads. */
const SERVER = [".", "./adapter"];

/** The file of what they have in common with others. */
const SHARED = "shared.js";

/** Bundles the doors of a package: `build` → `dist`. Resolves to the names of the packages of others that are inside. */
export async function bundleDoors(folder) {
  const { exports, dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const doors = Object.entries(exports).filter(([, door]) => door.default?.endsWith(".js"));
  const compiled = ([, door]) => door.default.replace("./dist/", "build/");
  const server = doors.filter(([name]) => SERVER.includes(name)).map(compiled);
  const others = doors.filter(([name]) => !SERVER.includes(name)).map(compiled);
  const options = {
    absWorkingDir: folder,
    outdir: "dist",
    outbase: "build",
    bundle: true,
    splitting: true, // two copies of a class would not know each other's objects
    format: "esm",
    platform: "node",
    target: "node20",
    external: Object.keys({ ...dependencies, ...peerDependencies }),
    sourcemap: true,
    sourcesContent: false, // the tarball has src/
    keepNames: false,
    logLevel: "warning",
    write: false,
    metafile: true,
  };
  const names = await exportsOf(await inBoth(options, server, others), options);
  const plugins = [loadingShared(names, folder)];
  const outputs = await Promise.all([
    build({ ...options, stdin: { contents: all(names), resolveDir: folder, sourcefile: SHARED } }),
    build({ ...options, plugins, entryPoints: server }),
    build({ ...options, plugins, entryPoints: others }),
  ]);
  // A chunk of an earlier build must not be packed.
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  for (const { path, text } of outputs.flatMap(({ outputFiles }) => outputFiles)) write(path, text, folder);
  return packagesIn(outputs.map(({ metafile }) => metafile));
}

/** The modules that doors of both kinds load. */
async function inBoth(options, ...kinds) {
  const [some, others] = await Promise.all(
    kinds.map(async (entryPoints) => {
      const { metafile } = await build({ ...options, entryPoints });
      return Object.keys(metafile.inputs);
    }),
  );
  return some.filter((path) => others.includes(path)).sort();
}

/** The names that each module exports. */
async function exportsOf(modules, options) {
  const { external: _, ...each } = { ...options, bundle: false, splitting: false };
  const { metafile } = await build({ ...each, entryPoints: modules });
  const found = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
  return new Map(found.map(({ entryPoint, exports }) => [entryPoint, exports]));
}

// Several modules may export the same name.
const inShared = (name, at) => `${name}$${at}`;

/** The source of the shared file. */
const all = (names) =>
  [...names]
    .map(([path, exported], at) => {
      const renamed = exported.map((name) => `${name} as ${inShared(name, at)}`);
      return `export { ${renamed.join(", ")} } from "./${path}";`;
    })
    .join("\n");

/** Replaces each shared module by what it exports, from the shared file. */
function loadingShared(names, folder) {
  const paths = [...names.keys()];
  return {
    name: "loading-shared",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^product-auth:shared$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /\.js$/ }, ({ path }) => {
        const at = paths.indexOf(relative(folder, path).replaceAll("\\", "/"));
        if (at === -1) return undefined;
        const renamed = names.get(paths[at]).map((name) => `${inShared(name, at)} as ${name}`);
        return { contents: `export { ${renamed.join(", ")} } from "product-auth:shared";` };
      });
    },
  };
}

function write(path, text, folder) {
  const file = path.replace(/stdin\.js/, SHARED);
  const way = relative(dirname(file), join(folder, "dist", SHARED)).replaceAll("\\", "/");
  mkdirSync(dirname(file), { recursive: true });
  const from = way.startsWith(".") ? way : `./${way}`;
  const named = text.replaceAll('"product-auth:shared"', `"${from}"`).replaceAll("stdin.js", SHARED);
  writeFileSync(file, path.endsWith(".map") ? withoutReplaced(named) : named);
}

/** What `loadingShared` puts in the place of a shared module has no source: the one of the module is in the map of the shared file. */
function withoutReplaced(map) {
  const { sources, ...rest } = JSON.parse(map);
  return JSON.stringify({
    ...rest,
    sources: sources.map((path) => (/^(?:\.\.\/)+build\//.test(path) ? null : path)),
  });
}
