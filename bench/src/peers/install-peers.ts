import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the peers are installed: apart from the product, whose own packages they must never become. */
export const PEERS_FOLDER = new URL("../../peers/", import.meta.url);

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

type Lock = Readonly<Record<string, Locked>>;

/** Installs the peers when what is there is not what their lock says; throws when that cannot be done. */
export function installPeers(): void {
  if (isInstalled()) return;
  console.log("Installing the peers of bench/peers/package-lock.json: npm ci");
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: fileURLToPath(PEERS_FOLDER),
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32", // npm is npm.cmd there
  });
  if (npm.status !== 0 || !isInstalled()) {
    throw new Error(
      "npm ci failed in bench/peers. Check that the npm registry can be reached, and run it again.",
    );
  }
}

function isInstalled(): boolean {
  const wanted = lock("package-lock.json");
  const installed = lock("node_modules/.package-lock.json");
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(
    ([folder, locked]) =>
      folder === "" ||
      (installed[folder] === undefined
        ? locked.optional === true && !fitsHere(locked)
        : installed[folder].version === locked.version && installed[folder].integrity === locked.integrity),
  );
}

const fitsHere = ({ os = [process.platform], cpu = [process.arch] }: Locked): boolean =>
  os.includes(process.platform) && cpu.includes(process.arch);

function lock(file: string): Lock | undefined {
  try {
    return (JSON.parse(readFileSync(new URL(file, PEERS_FOLDER), "utf8")) as { packages: Lock }).packages;
  } catch {
    return undefined;
  }
}
