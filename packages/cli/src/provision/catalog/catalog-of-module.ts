import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigurationError } from "@product-auth/core";
import { answerOfProcess } from "../../answer-of-process.js";
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

const loadedElsewhere = (address: string, loader: URL): Promise<ModuleExport> =>
  answerOfProcess<ModuleExport>(loader, {
    args: [address],
    milliseconds: PATIENCE,
    read: exportIn,
    silence: (end) => ({
      problem:
        end === "SIGKILL"
          ? `did not load within ${PATIENCE / 1000} seconds`
          : `ended its process (${end}) before its export could be read`,
    }),
  });
