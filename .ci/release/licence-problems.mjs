// The licences of what a user of the packages gets: of the packages, of what is bundled into them, and of what npm
// installs with them.
import { posix } from "node:path";

/** Licences that demand no more than that a copy carries their text. PSF-2.0 is that of argparse, which markdown-it needs. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PSF-2.0",
  "Python-2.0",
]);

const NOTICES = "THIRD-PARTY-NOTICES.md";

/** The tarball has the licence of the repository, and a notice for each package that is bundled into it. */
export function packedLicenceProblems({ name, manifest, texts, licence, bundled }) {
  const problems = [];
  if (manifest.license !== "MIT") problems.push(`${name} has "license": "${manifest.license}". Write "MIT".`);
  if (texts.get("LICENSE") !== licence)
    problems.push(`${name} would publish another LICENSE than that of the repository. Copy that one.`);
  if (bundled === undefined)
    return [
      ...problems,
      `${name} was bundled without a list of what is inside. Run npm run clean and build again.`,
    ];
  const notices = texts.get(NOTICES) ?? "";
  const missing = bundled.filter((each) => !notices.includes(`## ${each}\n`));
  return [
    ...problems,
    ...missing.map(
      (each) =>
        `${name} has ${each} bundled into it. Add its licence to ${NOTICES}, or make it a dependency.`,
    ),
  ];
}

/** `lock`: package-lock.json. `folders`: the public packages. Looks at everything that npm installs with one of them. */
export function dependencyLicenceProblems({ packages }, folders) {
  return [...installedWith(packages, folders)]
    .filter(([path, { license }]) => path.includes("node_modules/") && !isAllowed(license))
    .map(([path, { license, version }]) => {
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return `npm installs ${name} ${version} with the packages; its licence is ${license ?? "not stated"}. Choose another package, or add the licence to .ci/release/licence-problems.mjs after reading it.`;
    });
}

function isAllowed(expression = "") {
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  if (plain.includes(" OR ")) return plain.split(" OR ").some((each) => ALLOWED.has(each));
  return plain.split(" AND ").every((each) => ALLOWED.has(each));
}

/** The entries of the lock file below `folders`, by path. */
function installedWith(packages, folders) {
  const found = new Map();
  const waiting = [...folders];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = packages[path];
    if (found.has(path) || entry === undefined) continue;
    found.set(path, entry);
    const names = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
    waiting.push(...names.map((name) => resolved(packages, path, name)).filter((each) => each !== undefined));
  }
  return found;
}

/** Where Node finds `name` from a package at `path`: the nearest node_modules. */
function resolved(packages, path, name) {
  for (let folder = path; ; folder = posix.dirname(folder)) {
    const at = folder === "." ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = packages[at];
    if (entry !== undefined) return entry.link ? entry.resolved : at;
    if (folder === ".") return undefined;
  }
}
