// What a server loads of the packed packages, with its imports, also those that run later. Tools for development, tests and
// operators, above all the emulator, whose tokens are worth nothing, must not be among it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { factsOf } from "./source-facts.mjs";

/** Every other package is loaded by servers. */
const TOOLS = ["emulator", "testkit", "cli", "routes"].map((name) => `@product-auth/${name}`);
const OURS = /^(@product-auth\/[^/]+)(?:\/(.+))?$/;

/** What loads with each of these packages, and how many files of ours it may be: each takes Node a millisecond. */
const MOST_FILES = new Map(
  Object.entries({ core: 8, express: 12, koa: 13, fastify: 15 }).map(([name, most]) => [
    `@product-auth/${name}`,
    most,
  ]),
);

/** The packages in these tarballs: name → manifest, and what each JavaScript file imports. */
export function unpack(tarballs, folder) {
  return new Map(
    tarballs.map(({ name, path }) => {
      const to = join(folder, name.replace("/", "-"));
      mkdirSync(to, { recursive: true });
      execFileSync("tar", ["-xzf", path, "-C", to, "--strip-components=1"]);
      const files = readdirSync(to, { recursive: true })
        .map((file) => file.replaceAll("\\", "/"))
        .filter((file) => file.endsWith(".js"))
        .map((file) => [file, importsOf(file, readFileSync(join(to, file), "utf8"))]);
      const manifest = JSON.parse(readFileSync(join(to, "package.json"), "utf8"));
      return [name, { manifest, files: new Map(files) }];
    }),
  );
}

/** What is wrong with what servers load of these packages, a sentence each. */
export function serverProblems(packages) {
  const servers = [...packages].filter(([name]) => !TOOLS.includes(name));
  const problems = servers.flatMap(([name, { manifest }]) => [
    ...dependedOn(manifest)
      .filter((each) => TOOLS.includes(each))
      .map((tool) => `${name} depends on ${tool}, which no server may load.`),
    ...doorsOf(manifest).flatMap((file) => problemsBehind({ name, file }, packages)),
    ...tooManyFiles(name, manifest, packages),
  ]);
  return [...new Set(problems)];
}

const dependedOn = ({ dependencies, optionalDependencies, peerDependencies }) =>
  Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });

function tooManyFiles(name, manifest, packages) {
  const most = MOST_FILES.get(name) ?? Infinity;
  const seen = new Map();
  follow({ name, file: fileOf(manifest, ".") }, packages, seen, ({ how }) => how !== "dynamic", []);
  return seen.size <= most
    ? []
    : [`Importing ${name} loads ${seen.size} files of ours, not ${most} at most.`];
}

function problemsBehind(entry, packages) {
  const seen = new Map();
  const problems = [];
  follow(entry, packages, seen, () => true, problems);
  const reached = [...seen].filter(([, { module }]) => TOOLS.includes(module.name));
  return [...problems, ...reached.map(([, { way }]) => `A server loads a tool: ${way.join(" → ")}.`)];
}

function follow(module, packages, seen, isFollowed, problems, before = []) {
  const id = `${module.name}/${module.file}`;
  if (seen.has(id)) return;
  const way = [...before, id];
  seen.set(id, { module, way });
  if (TOOLS.includes(module.name)) return; // it has been found: what a tool loads is its own affair
  const imports = packages.get(module.name)?.files.get(module.file);
  if (imports === undefined) return void problems.push(`There is no file for ${way.join(" → ")}.`);
  for (const imported of imports()) {
    if (!isFollowed(imported)) continue;
    const { specifier } = imported;
    if (specifier === "(computed)")
      problems.push(
        `${id}:${imported.line} imports a module whose name is computed: servers may load anything.`,
      );
    const next = resolve(specifier, module, packages);
    if (next !== undefined) follow(next, packages, seen, isFollowed, problems, way);
  }
}

// Most files are reached by several doors, and some by none.
function importsOf(file, text) {
  let imports;
  return () => (imports ??= factsOf(file, text).imports);
}

/** The module of ours that a specifier names; undefined for all others. */
function resolve(specifier, { name, file }, packages) {
  if (specifier.startsWith(".")) return { name, file: posix.join(posix.dirname(file), specifier) };
  if (specifier.startsWith("#")) return { name, file: specifier };
  const [, other, door] = OURS.exec(specifier) ?? [];
  if (other === undefined) return undefined;
  const manifest = packages.get(other)?.manifest;
  return {
    name: other,
    file: manifest === undefined ? specifier : fileOf(manifest, door ? `./${door}` : "."),
  };
}

const fileOf = ({ exports }, door) => exports[door]?.default?.replace("./", "") ?? door;

const doorsOf = ({ exports }) =>
  Object.values(exports).flatMap((door) =>
    door.default?.endsWith(".js") ? [door.default.replace("./", "")] : [],
  );

/** What is not found, or found wrongly, in packages made up for it. */
export function plantedProblems() {
  const guard = 'import { decide } from "@product-auth/core";\nexport const guard = decide;';
  const tool = "@product-auth/emulator";
  const breaks = [
    ["express", { "dist/index.js": `import "${tool}";` }],
    ["express", { "dist/index.js": `export const start = () => import("${tool}");` }],
    ["express", { "dist/index.js": `export { start } from "${tool}/dist/start.js";` }],
    ["express", { "dist/index.js": "export const load = (name) => import(name);" }],
    ["express", { "dist/index.js": 'import "./gone.js";' }],
    [
      "core",
      { "dist/index.js": 'import "./a.js";', "dist/a.js": `export const a = () => import("${tool}");` },
    ],
    ["core", { "dist/index.js": "export const decide = 1;" }, { dependencies: { [tool]: "*" } }],
    ["core", manyFiles(9)],
  ];
  const keeps = [
    [
      "express",
      { "dist/index.js": 'import express from "express";\nexport const e = () => import("jose");' },
    ],
    ["core", { "dist/index.js": "export const decide = 1;" }, { devDependencies: { [tool]: "*" } }],
    ["core", { "dist/index.js": "export const decide = 1;", "dist/unused.js": `import "${tool}";` }],
    ["core", manyFiles(7)],
  ];
  const found = ([name, files, more]) => {
    const all = { emulator: [{ "dist/index.js": "" }], core: [{ "dist/index.js": "" }] };
    all.express = [{ "dist/index.js": guard }];
    all[name] = [files, more];
    return serverProblems(new Map(Object.entries(all).map(([each, made]) => planted(each, ...made))));
  };
  return [
    ...breaks.filter((each) => found(each).length === 0).map((each) => `not found: ${JSON.stringify(each)}`),
    ...keeps.flatMap((each) => found(each).map((text) => `${text} found wrongly: ${JSON.stringify(each)}`)),
  ];
}

function planted(name, files, more) {
  const manifest = { exports: { ".": { default: "./dist/index.js" } }, ...more };
  const texts = Object.entries(files).map(([file, text]) => [file, importsOf(file, text)]);
  return [`@product-auth/${name}`, { manifest, files: new Map(texts) }];
}

/** A door that loads so many files. */
function manyFiles(count) {
  const names = Array.from({ length: count }, (_, at) => `./file-${at}.js`);
  const files = names.map((name) => [`dist/${name.slice(2)}`, ""]);
  return {
    "dist/index.js": names.map((name) => `import "${name}";`).join("\n"),
    ...Object.fromEntries(files),
  };
}
