import { fork } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ConfigurationError } from "@product-auth/core";
import { printable } from "../../printable.js";
import { exportIn, type ModuleExport } from "./module-export.js";

/** Milliseconds until a module must have loaded. */
const PATIENCE = 30_000;

/**
 * The default export of a module, as JSON has it: functions are left out. The module is loaded in a separate process: what
 * it prints goes to stderr, and what it starts ends with the process.
 */
export async function catalogOfModule(
  path: string,
  loader: URL = new URL("load-module.js", import.meta.url),
): Promise<unknown> {
  const loaded = await loadedElsewhere(pathToFileURL(resolve(path)).href, loader);
  if ("json" in loaded) return JSON.parse(loaded.json);
  const message = printable(loaded.problem.replaceAll(/\s*\n\s*/g, " "));
  throw new ConfigurationError([
    { path, message, fix: "export the catalog as the default: export default {…}" },
  ]);
}

function loadedElsewhere(address: string, loader: URL): Promise<ModuleExport> {
  const child = fork(fileURLToPath(loader), [address], { stdio: ["ignore", 2, 2, "ipc"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  return new Promise<ModuleExport>((settle, reject) => {
    let loaded: ModuleExport | undefined;
    child.on("message", (message) => (loaded = exportIn(message) ?? loaded));
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      const problem =
        signal === "SIGKILL"
          ? `did not load within ${PATIENCE / 1000} seconds`
          : `ended its process (${signal ?? code}) before its export could be read`;
      settle(loaded ?? { problem });
    });
  }).finally(() => clearTimeout(timer));
}
