// Holds the laws of laws.mjs: `node .ci/check-laws.mjs` looks at the sources, `--self-test` shows that each law bites.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { filesUnder, foldersIn, root } from "./files.mjs";
import { laws } from "./laws.mjs";
import { factsOf } from "./source-facts.mjs";

if (process.argv.includes("--self-test")) selfTest();
else {
  const sources = readSources(root);
  const violations = [...missingFiles(sources), ...violationsIn(sources)];
  for (const { path, line, law, what } of violations) {
    console.error(`${path}:${line}: ${what}\n  law: ${law.says}\n  fix: ${law.instead}\n`);
  }
  console.log(`${sources.size} files, ${laws.length} laws, ${violations.length} violations`);
  if (violations.length > 0) process.exit(1);
}

function readSources(base) {
  const paths = [...foldersIn("packages", base).map((folder) => `${folder}/src`), "examples", "docs"]
    .flatMap((folder) => filesUnder(folder, base))
    .filter((path) => /\.[cm]?ts$/.test(path) && !path.endsWith(".d.ts"));
  const sources = new Map(paths.map((path) => [path, factsOf(path, readFileSync(join(base, path), "utf8"))]));
  for (const facts of sources.values()) {
    for (const each of facts.imports) each.target = targetOf(each.specifier, facts.path);
  }
  return sources;
}

/** What a specifier reaches, in the words of laws.mjs. */
function targetOf(specifier, from) {
  const local = specifier.startsWith(".") ? posix.join(dirname(from), specifier) : ownFile(specifier, from);
  if (local !== undefined) return local.replace(/\.([cm]?)js$/, ".$1ts");
  if (specifier === "(computed)") return specifier;
  return isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, "")}` : `npm:${specifier}`;
}

/** A package's "imports" call its own files "#src/…". */
function ownFile(specifier, from) {
  return specifier.startsWith("#src/")
    ? `${from.split("/", 2).join("/")}/src/${specifier.slice(5)}`
    : undefined;
}

function missingFiles(sources) {
  return laws.flatMap((law) =>
    (law.exist ?? [])
      .filter((path) => !sources.has(path))
      .map((path) => ({ path, line: 1, law, what: "is gone: tell .ci/laws.mjs its new name" })),
  );
}

function violationsIn(sources) {
  return laws.flatMap((law) =>
    [...sources.values()]
      .filter(({ path }) => law.files.test(path) && !law.except?.test(path))
      .flatMap((facts) =>
        breachesOf(law, facts, sources).map((breach) => ({ path: facts.path, law, ...breach })),
      ),
  );
}

function breachesOf(law, facts, sources) {
  if (law.fact !== undefined)
    return facts[law.fact].map(({ line, what }) => ({ line, what: `uses ${what}` }));
  if (law.cycles) return cyclesFrom(facts, sources);
  return facts.imports
    .filter(({ how }) => law.how.includes(how))
    .map(({ line, target }) => ({ line, way: wayToBreach(law, target, sources, [facts.path]) }))
    .filter(({ way }) => way !== undefined)
    .map(({ line, way }) => ({ line, what: `imports ${way.join(", which imports ")}` }));
}

/** The chain of imports from `target` to something the law refuses, or undefined. */
function wayToBreach(law, target, sources, seen) {
  if (law.forbids?.test(target) || (law.allows && !law.allows.test(target))) return [target];
  if (!law.through || seen.includes(target)) return undefined;
  seen.push(target);
  for (const next of sources.get(target)?.imports ?? []) {
    if (!law.how.includes(next.how)) continue;
    const way = wayToBreach(law, next.target, sources, seen);
    if (way !== undefined) return [target, ...way];
  }
  return undefined;
}

/** Circles through a file, each reported once: at the member whose path sorts first. */
function cyclesFrom(facts, sources) {
  const start = facts.path;
  const seen = new Set();
  const back = (path) => {
    for (const { how, target } of sources.get(path)?.imports ?? []) {
      if (how === "type" || target < start) continue;
      if (target === start) return [path, start];
      if (seen.has(target)) continue;
      seen.add(target);
      const way = back(target);
      if (way !== undefined) return [path, ...way];
    }
    return undefined;
  };
  const way = back(start);
  if (way === undefined) return [];
  const line = facts.imports.find(({ how, target }) => how !== "type" && target === way[1]).line;
  return [{ line, what: `imports itself in a circle: ${way.join(" → ")}` }];
}

function selfTest() {
  const failures = [];
  let plants = 0;
  for (const law of laws) {
    for (const [path, source, others] of law.breaks) {
      plants++;
      if (!caught(law, path, source, others)) failures.push(`not caught: ${law.says}\n  ${path}: ${source}`);
    }
    for (const [path, source, others] of law.keeps) {
      plants++;
      if (caught(law, path, source, others))
        failures.push(`caught wrongly: ${law.says}\n  ${path}: ${source}`);
    }
  }
  for (const failure of failures) console.error(failure);
  console.log(`${plants} planted sources, ${laws.length} laws, ${failures.length} wrong answers`);
  if (failures.length > 0) process.exit(1);
}

function caught(law, path, source, others = {}) {
  const base = mkdtempSync(join(tmpdir(), "laws-"));
  try {
    for (const [name, text] of Object.entries({ [path]: source, ...others })) {
      mkdirSync(join(base, dirname(name)), { recursive: true });
      writeFileSync(join(base, name), text);
    }
    return violationsIn(readSources(base)).some(
      (violation) => violation.law === law && violation.path === path,
    );
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
