// Checks package-lock.json before `npm ci` trusts it. Two ways a lock is born broken on one machine and fails on all
// others: npm drops optional binaries that a registry mirror lacks, and then `npm ci` refuses the lock everywhere;
// and it may record the address of the registry that happened to be in use.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./files.mjs";

const path = resolve(root, process.argv[2] ?? "package-lock.json");
const text = readFileSync(path, "utf8");
const { packages } = JSON.parse(text);
const lines = text.split("\n");
const problems = [];

for (const [folder, entry] of Object.entries(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isLocked(name, folder)) {
      problems.push(
        `${at(`"${name}":`)} optional dependency "${name}" of ${folder || "the root"} has no entry of its own. ` +
          `Install again from a registry that has it, or pin a version of its parent that is complete.`,
      );
    }
  }
  if (/^(https?|git)[:+]/.test(entry.resolved ?? "")) {
    problems.push(
      `${at(`"resolved": "${entry.resolved}"`)} "${folder}" is tied to ${entry.resolved}. ` +
        `Remove the "resolved" line: .npmrc says omit-lockfile-registry-resolved, so npm does not write it.`,
    );
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(
  `${process.argv[2] ?? "package-lock.json"}: ${Object.keys(packages).length} entries, complete, no registry address`,
);

/** As Node looks a package up: in the dependent's own node_modules, then in each folder above it. */
function isLocked(name, folder) {
  for (let at = folder; ; at = at.replace(/\/?[^/]*$/, "")) {
    if (`${at === "" ? "" : `${at}/`}node_modules/${name}` in packages) return true;
    if (at === "") return false;
  }
}

function at(needle) {
  return `${process.argv[2] ?? "package-lock.json"}:${lines.findIndex((line) => line.includes(needle)) + 1}:`;
}
