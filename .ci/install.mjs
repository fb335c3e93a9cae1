// Installs what is missing and is silent when nothing is: `npm test` and `npm start` begin with it, so that a
// fresh clone needs no command before them. A folder with a lock file of its own may be given: `site`. The package lists are compared, not file times: a clone has none
// that mean anything, and npm writes its own list into node_modules only when an installation is complete.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(`../${process.argv[2] ?? ""}`, import.meta.url));

if (lacksRequireOfModules(process.versions.node)) {
  fail(
    `Product Auth does not run on Node ${process.versions.node}: it needs 20.19 or 22.12, or newer, where require() loads ES modules.`,
  );
}
const missing = missingPackages();
if (missing !== "") {
  console.log(`Installing the packages of package-lock.json (${missing}): npm ci`);
  const npm = spawnSync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32", // npm is npm.cmd there
  });
  if (npm.status !== 0) {
    fail(
      "npm ci failed, see above. Check that the npm registry can be reached, then run the same command again.",
    );
  }
}

function lacksRequireOfModules(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < 20 || major === 21 || (major === 20 && minor < 19) || (major === 22 && minor < 12);
}

/** In a few words what is not installed as the lock says, or "" when all is. */
function missingPackages() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  if (wanted === undefined) return "there is no package-lock.json"; // npm ci explains what to do
  if (installed === undefined) return "node_modules is missing or incomplete";
  const absent = Object.keys(wanted).filter((path) => !holds(installed[path], wanted[path], path));
  if (absent.length === 0) return "";
  const named = absent.slice(0, 3).map((path) => path.replace(/^.*node_modules\//, ""));
  return `missing or outdated: ${named.join(", ")}${absent.length > 3 ? ` and ${absent.length - 3} more` : ""}`;
}

function holds(installed, wanted, path) {
  if (!path.includes("node_modules/")) return true; // the root and the workspaces themselves
  if (installed === undefined) return wanted.optional === true; // other platforms' binaries
  return ["version", "integrity", "link"].every((field) => installed[field] === wanted[field]);
}

function packagesOf(lock) {
  try {
    return JSON.parse(readFileSync(join(root, lock), "utf8")).packages;
  } catch {
    return undefined;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
