// The laws that no lint rule can say; all others are in .oxlintrc.json. The pure steps of a request load nothing
// impure through what they import, and call no `new Date()`; core keeps no state in its modules, so that two instances
// do not know of each other; and it loads no module whose name is computed. The command loads other packages on demand
// only, so that its `--help` works whatever is installed. The folders of the import need each other in one direction, type
// imports included. No package captures `Date.now`, so that fake timers apply
// whenever they are installed. `--self-test` shows that each law bites.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { filesUnder, foldersIn, root } from "./files.mjs";
import { factsOf } from "./source-facts.mjs";

const CORE = "packages/core/src/";
const COMMAND = "packages/cli/src/";
const IMPORT = "packages/apim/src/";
/** The steps request, decision and answer, with the rules and policies they go by, and the arithmetic of counters. */
const PURE =
  /^packages\/core\/src\/((request|rules|decision|answer|policies\/token)\/|policies\/limits\/(count|sliding-window|token-bucket|fixed-window)\.ts)/;
const IMPURE =
  /^packages\/core\/src\/(evidence\/(tokens|subscriptions|clients)|operators|options|upgrades|catalog-file|repositories|records|clients|files|adapters)\//;

/** State that belongs to the process by its subject: a meter provider has one set of series, whichever instance records them. */
const OF_THE_PROCESS = new Map([[`${CORE}telemetry/open-telemetry.ts`, "const telemetries"]]);
/** The entry of the command, what its verbs declare and what they share. */
const COMMAND_ENTRY = /^packages\/cli\/src\/([^/]+|verbs\/[^/]+)\.ts$/;
const ON_DEMAND = /^@product-auth\/(routes|emulator|apim|graph|postgres|redis)(\/|$)/;

if (process.argv.includes("--self-test")) selfTest();
else {
  const sources = readSources(root);
  const violations = allViolations(sources);
  for (const text of violations) console.error(text);
  console.log(`${sources.size} sources of packages, ${violations.length} violations`);
  if (violations.length > 0) process.exit(1);
}

function readSources(base) {
  const paths = foldersIn("packages", base)
    .flatMap((folder) => filesUnder(`${folder}/src`, base))
    .filter((path) => path.endsWith(".ts"));
  return new Map(paths.map((path) => [path, factsOf(path, readFileSync(join(base, path), "utf8"))]));
}

function allViolations(sources) {
  return [...[...sources.values()].flatMap((facts) => violationsOf(facts, sources)), ...circles(sources)];
}

/** The imports between folders of the import that are part of a circle. */
function circles(sources) {
  const found = [...sources.values()].flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ line, specifier }) => ({ path, line, from: folderOf(path), to: folderIn(path, specifier) })),
  );
  const edges = found.filter(({ from, to }) => from !== undefined && to !== undefined && from !== to);
  const isBehind = (from, to, seen = new Set()) =>
    edges.some((edge) => {
      if (edge.from !== from || seen.has(edge.to)) return false;
      seen.add(edge.to);
      return edge.to === to || isBehind(edge.to, to, seen);
    });
  return edges
    .filter(({ from, to }) => isBehind(to, from))
    .map(({ path, line, from, to }) => `${path}:${line}: ${from} needs ${to}, which needs ${from}`);
}

/** `meaning` of `packages/apim/src/meaning/values/read-value.ts`; undefined for files that are in no folder of the import. */
function folderOf(path) {
  const [folder, ...rest] = path.slice(IMPORT.length).split("/");
  return path.startsWith(IMPORT) && rest.length > 0 ? folder : undefined;
}

function folderIn(path, specifier) {
  return folderOf(posix.join(dirname(path), specifier));
}

function violationsOf(facts, sources) {
  const { path, clockCaptures } = facts;
  const captured = clockCaptures.map(
    ({ line }) => `${path}:${line}: captures Date.now, which fake timers replace: write () => Date.now()`,
  );
  if (path.startsWith(CORE)) return [...captured, ...violationsInCore(facts, sources)];
  return path.startsWith(COMMAND) ? [...captured, ...violationsInCommand(facts, sources)] : captured;
}

function violationsInCommand({ path, imports }, sources) {
  const found = imports
    .filter(({ how, specifier }) => how === "value" && ON_DEMAND.test(specifier))
    .map(({ line, specifier }) => [
      line,
      `loads ${specifier} at once: it may not be installed, use import()`,
    ]);
  if (COMMAND_ENTRY.test(path))
    for (const { line, specifier, how } of imports) {
      const way = how === "value" ? wayTo(isPackage, specifier, path, sources, [path]) : undefined;
      if (way !== undefined)
        found.push([
          line,
          `loads ${way.join(", which loads ")}: let \`run\` of the verb load it with import()`,
        ]);
    }
  return found.map(([line, what]) => `${path}:${line}: ${what}`);
}

function isPackage(module) {
  return !/^(packages\/|node:)/.test(module);
}

function isImpure(module) {
  return !module.startsWith("packages/") || IMPURE.test(module);
}

function violationsInCore(facts, sources) {
  const { path, imports, moduleState, ambientReads } = facts;
  const found = [
    ...moduleState
      .filter(({ what }) => OF_THE_PROCESS.get(path) !== what)
      .map(({ line, what }) => [line, `${what} is state of a module: let the instance hold it`]),
    ...imports
      .filter(({ specifier }) => specifier === "(computed)")
      .map(({ line }) => [line, "imports a module whose name is computed: core loads no code of others"]),
  ];
  if (PURE.test(path)) {
    found.push(
      ...ambientReads.map(({ line, what }) => [line, `uses ${what}: take the value as an argument`]),
    );
    for (const { line, specifier, how } of imports) {
      const way = how === "type" ? undefined : wayTo(isImpure, specifier, path, sources, [path]);
      if (way !== undefined)
        found.push([line, `loads ${way.join(", which loads ")}: take the value as an argument`]);
    }
  }
  return found.map(([line, what]) => `${path}:${line}: ${what}`);
}

/** The chain of loaded modules from a specifier to one that is asked for, or undefined. Type imports load nothing. */
function wayTo(isMeant, specifier, from, sources, seen) {
  const local = specifier.startsWith(".");
  const path = local ? posix.join(dirname(from), specifier).replace(/\.js$/, ".ts") : specifier;
  if (isMeant(path)) return [path];
  if (!local || seen.includes(path)) return undefined;
  seen.push(path);
  for (const next of sources.get(path)?.imports ?? []) {
    const way = next.how === "value" ? wayTo(isMeant, next.specifier, path, sources, seen) : undefined;
    if (way !== undefined) return [path, ...way];
  }
  return undefined;
}

function selfTest() {
  const help = { "decision/help.ts": 'import "node:net";\nexport const help = 1;' };
  const breaks = [
    { "decision/decide.ts": 'import { help } from "./help.js";', ...help },
    { "rules/rule.ts": 'export { readClaims } from "../evidence/tokens/issuers/entra-claims.js";' },
    { "answer/answer.ts": "export const today = () => new Date();" },
    { "decision/decide.ts": "export const late = (end: number) => Date.now() > end;" },
    { "operators/events.ts": "export let count = 0;" },
    {
      "operators/events.ts":
        "const seen = new Map<string, number>();\nexport const saw = (k: string) => seen.get(k);",
    },
    { "operators/events.ts": "export class Events {\n  static last = 0;\n}" },
    { "cli:verbs/explain.ts": 'import { createProductAuth } from "@product-auth/core";' },
    {
      "cli:run-command.ts": 'import { help } from "./explain/help.js";',
      "cli:explain/help.ts": 'export * from "@product-auth/core";',
    },
    { "cli:subscriptions/context.ts": 'import { createRedisSubscriptions } from "@product-auth/redis";' },
    { "options/options.ts": "export const load = (path: string) => import(path);" },
    { "options/seams.ts": "export const settle = ({ clock = Date.now }) => clock;" },
    { "cli:clock.ts": "export const clock = Date.now.bind(Date);" },
    {
      "apim:xml/a.ts": 'import type { B } from "../json/b.js";',
      "apim:json/b.ts": 'export * from "../files/c.js";',
      "apim:files/c.ts": 'import { d } from "../xml/d.js";',
    },
  ];
  const keeps = [
    {
      "decision/decide.ts": 'import type { Help } from "../lib/help.js";',
      "lib/help.ts": help["decision/help.ts"],
    },
    {
      "decision/decide.ts": 'import { isGuid } from "../lib/guid.js";',
      "lib/guid.ts": "export const isGuid = 1;",
    },
    { "answer/answer.ts": "export const at = (now: number) => new Date(now);" },
    {
      "operators/events.ts": 'const kinds = new Set(["a"]);\nexport const is = (k: string) => kinds.has(k);',
    },
    {
      "cli:verbs/explain.ts": 'export const load = () => import("../explain/run-explain.js");',
      "cli:explain/run-explain.ts": 'import "@product-auth/core";',
    },
    {
      "cli:subscriptions/context.ts":
        'import type { R } from "@product-auth/redis";\nexport const load = () => import("@product-auth/redis");',
    },
    { "options/seams.ts": "export const settle = ({ clock = () => Date.now() }) => clock;" },
    { "operators/events.ts": "export function tally() {\n  let count = 0;\n  return () => ++count;\n}" },
    {
      "apim:xml/a.ts": 'import { b } from "../json/b.js";\nimport { c } from "./c.js";',
      "apim:json/b.ts": 'export * from "../files/c.js";',
      "apim:import.ts": 'import "./xml/a.js";\nimport "./json/b.js";',
    },
  ];
  const wrong = [
    ...breaks.filter((files) => !isCaught(files)).map((files) => `not caught: ${JSON.stringify(files)}`),
    ...keeps.filter(isCaught).map((files) => `caught wrongly: ${JSON.stringify(files)}`),
  ];
  for (const text of wrong) console.error(text);
  console.log(`${breaks.length + keeps.length} planted sources, ${wrong.length} wrong answers`);
  if (wrong.length > 0) process.exit(1);
}

function isCaught(files) {
  const base = mkdtempSync(join(tmpdir(), "purity-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      const [, owner, place] = /^(\w+):(.+)$/.exec(name) ?? [];
      const path = join(base, place === undefined ? CORE + name : `packages/${owner}/src/${place}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const sources = readSources(base);
    return allViolations(sources).length > 0;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
