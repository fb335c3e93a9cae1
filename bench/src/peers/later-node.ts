import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PEERS_FOLDER } from "./install-peers.js";

const require = createRequire(new URL("package.json", PEERS_FOLDER));

/** The later Node that is installed with the peers; undefined where npm has none for this machine. */
export function laterNode(): string | undefined {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  try {
    const folder = dirname(require.resolve(`${name}/package.json`));
    return join(folder, "bin", platform === "win" ? "node.exe" : "node");
  } catch {
    return undefined;
  }
}
