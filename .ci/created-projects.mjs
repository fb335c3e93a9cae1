// Every project that `npm create @product-auth` can make: written to a folder, type-checked, linted, and compared with
// what prettier would make of it.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as prettier from "prettier";
import { root } from "./files.mjs";
import { runBeside } from "./run-command.mjs";

const { projectFiles } = await import("../packages/create/dist/index.js");
const { everyChoice, nameOf } = await import("../packages/create/dist-test/support/every-choice.js");
const { coveringChoices } = await import("../packages/create/dist-test/support/covering-choices.js");
const { factsOf } = await import("../packages/create/dist/project/facts.js");

const PROJECTS = "projects";
const VERSION = "0.1.0"; // the range of our packages, which the tarballs replace

/** All projects: name, facts, and files by path. */
export const allProjects = everyChoice().map(project);

/** Those that contain every pair of answers. */
export const coveringProjects = coveringChoices.map(project);

function project(choices) {
  const name = nameOf(choices);
  return { name, facts: factsOf(choices), files: projectFiles(choices, name, VERSION) };
}

export function writeFiles(folder, files) {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Writes the sources of all projects to a folder, as one program with the packages of the repository. */
export function writeSources(folder) {
  mkdirSync(folder);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const { name, files } of allProjects)
    writeFiles(
      join(folder, PROJECTS, name),
      [...files].filter(([path]) => path.endsWith(".ts")),
    );
  const { compilerOptions } = JSON.parse(allProjects[0].files.get("tsconfig.json"));
  const tsconfig = { compilerOptions: strictly(compilerOptions), include: [PROJECTS] };
  writeFiles(folder, [
    ["package.json", JSON.stringify({ type: "module" })],
    ["tsconfig.json", JSON.stringify(tsconfig)],
    [".oxlintrc.json", JSON.stringify(LINT)],
  ]);
}

/** The compiler options of a project without its output, and with what finds idle names. */
function strictly({
  rootDir: _,
  outDir: _out,
  tsBuildInfoFile: _info,
  incremental: _incremental,
  ...options
}) {
  return { ...options, noEmit: true, noUnusedLocals: true, noUnusedParameters: true };
}

/** What a careful team would have on. */
const LINT = {
  plugins: ["typescript", "oxc", "import", "promise", "node"],
  categories: { correctness: "error" },
  rules: {
    eqeqeq: "error",
    "prefer-const": "error",
    "no-unused-vars": ["error", { ignoreRestSiblings: true }],
    "import/no-cycle": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/await-thenable": "error",
    "typescript/no-unsafe-assignment": "error",
    "typescript/no-unsafe-argument": "error",
    "typescript/no-unnecessary-condition": "error",
    "typescript/no-explicit-any": "error",
  },
};

export async function compile(folder) {
  await runBeside("tsc -p .", { cwd: folder });
}

export async function lint(folder) {
  await runBeside(`oxlint --type-aware --deny-warnings ${PROJECTS}`, { cwd: folder });
}

/** The files that prettier, without options, would write differently, each once. */
export async function formatProblems() {
  const texts = new Map();
  for (const { name, files } of allProjects)
    for (const [path, text] of files) texts.set(`${path}\0${text}`, { name, path, text });
  const problems = [];
  for (const { name, path, text } of texts.values()) {
    const { inferredParser } = await prettier.getFileInfo(path);
    if (inferredParser === null) continue;
    if (!(await prettier.check(text, { filepath: path })))
      problems.push(`${path} of ${name}: prettier would write it differently.`);
  }
  return problems;
}
