import { cpus, release, totalmem, type } from "node:os";
import { readFileSync } from "node:fs";
import { peerVersions } from "../peers/load-peer.js";
import { moduleVersion } from "./module-version.js";

/** Where and with what a run was made. */
export interface Circumstances {
  /** Day of the run, `2026-01-31`. */
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly versions: Readonly<Record<string, string>>;
}

const FRAMEWORKS = ["express", "koa", "fastify"];

/** Machine, versions and date of this run. */
export function circumstances(): Circumstances {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${first?.model.trim() ?? "unknown processor"}, ${gigabytes} GiB, ${type()} ${release()}`,
    node: nodeVersion(),
    versions: {
      "product-auth": ownVersion(),
      ...Object.fromEntries(FRAMEWORKS.map((name) => [name, moduleVersion(name)])),
      ...peerVersions(),
    },
  };
}

/** The Node of this process. */
export const nodeVersion = (): string => `Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`;

function ownVersion(): string {
  const manifest = readFileSync(new URL("../../../lerna.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
