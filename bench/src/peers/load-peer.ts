import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PEERS_FOLDER } from "./install-peers.js";

const require = createRequire(new URL("package.json", PEERS_FOLDER));

/** Loads a peer. They have no types here: `T` says as much of the package as is used. */
export function loadPeer<T>(name: string): T {
  return require(name) as T;
}

/** The file that `import` of a peer would begin with. */
export function entryOfPeer(name: string): string {
  return require.resolve(name);
}

/** Versions of the peers by name, as their package.json pins them. */
export function peerVersions(): Readonly<Record<string, string>> {
  const manifest = readFileSync(new URL("package.json", PEERS_FOLDER), "utf8");
  return (JSON.parse(manifest) as { dependencies: Record<string, string> }).dependencies;
}
