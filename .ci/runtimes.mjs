// Other Node versions, Bun and Deno, installed in .ci/runtimes by its own lock, so that they enter no dependency tree.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./files.mjs";

const home = join(root, ".ci/runtimes");
const platform = process.platform === "win32" ? "win" : process.platform;
const program = platform === "win" ? "node.exe" : "node";

/** Later Node versions by their major; those that npm has no program of for this machine are left out. */
export const laterNodes = () =>
  ["22", "24", "26"]
    .map((major) => ({
      name: `Node ${major}`,
      path: join(home, `node_modules/node-${major}-${platform}-${process.arch}/bin`, program),
    }))
    .filter(({ path }) => existsSync(path));

/** Bun and Deno with the words that run a program. */
export const otherRuntimes = () =>
  [
    {
      name: "Bun",
      path: `@oven/bun-${process.platform === "win32" ? "windows" : process.platform}-${process.arch === "arm64" ? "aarch64" : process.arch}/bin/bun`,
      words: [],
    },
    {
      name: "Deno",
      path: `@deno/${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}/deno`,
      words: ["run", "--allow-all", "--node-modules-dir=manual"],
    },
  ]
    .map(({ path, ...rest }) => ({
      ...rest,
      path: join(home, "node_modules", process.platform === "win32" ? `${path}.exe` : path),
    }))
    .filter(({ path }) => existsSync(path));

/** Installs what the lock of .ci/runtimes says, unless it is there. */
export function installRuntimes() {
  if (isInstalled()) return;
  console.log("Installing .ci/runtimes (Node 22, 24 and 26, Bun, Deno): npm ci");
  const { status } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
    {
      cwd: home,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32", // npm is npm.cmd there
    },
  );
  if (status !== 0)
    throw new Error("npm ci failed in .ci/runtimes. Check that the npm registry can be reached.");
}

// What the lock names for this machine must all be there: a program that is missing would only be left out.
function isInstalled() {
  const installed = packagesOf("node_modules/.package-lock.json");
  const { "": _, ...wanted } = packagesOf("package-lock.json");
  return Object.entries(wanted).every(
    ([folder, locked]) => !fitsHere(locked) || installed[folder]?.version === locked.version,
  );
}

function fitsHere({ os = [process.platform], cpu = [process.arch] }) {
  return os.includes(process.platform) && cpu.includes(process.arch);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(home, file), "utf8")).packages;
  } catch {
    return {};
  }
}
