import { subscribe } from "node:diagnostics_channel";
import { createRequire, Module } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigurationError } from "@product-auth/core";
import type { RouteReport } from "../report/reported-route.js";
import { findApplication, NoApplication } from "./find-application.js";
import type { InspectedFramework, Surroundings } from "./inspected-framework.js";

/** What to look at. */
export interface InspectedModule {
  /** Path of the file, absolute or relative to the working directory. */
  readonly module: string;
  /** Name of the export; undefined: the usual names, then all others. */
  readonly export: string | undefined;
}

/** The report of a module, or why there is none. */
export type Inspected =
  | {
      readonly kind: "report";
      readonly report: Pick<RouteReport, "routes" | "unprotected" | "opaque">;
      readonly text: string;
    }
  | { readonly kind: "failure"; readonly message: string };

/**
 * Loads the module into this process and reports the routes of what it exports. For a separate process, which ends
 * with it: frameworks are prepared for good, and the module may listen and keep timers. Never rejects.
 */
export async function inspectModule(
  { module, export: name }: InspectedModule,
  frameworks: readonly InspectedFramework[],
): Promise<Inspected> {
  try {
    const address = pathToFileURL(resolve(module));
    const surroundings = surroundingsOf(address);
    for (const framework of frameworks) framework.prepare?.(surroundings);
    const exports = (await import(address.href)) as Record<string, unknown>;
    const { application, framework } = await findApplication(exports, name, frameworks, surroundings);
    const report = await framework.report(application);
    const { routes, unprotected, opaque } = report;
    return { kind: "report", report: { routes, unprotected, opaque }, text: String(report) };
  } catch (error) {
    return { kind: "failure", message: `${module}: ${wordsOf(error)}` };
  }
}

function surroundingsOf(address: URL): Surroundings {
  const require = createRequire(address);
  // What is not installed where the module stands is not what it uses.
  const load = (name: string): unknown => {
    try {
      return require(name);
    } catch {
      return undefined;
    }
  };
  const replace: Surroundings["replace"] = (name, make) => {
    const original = load(name);
    if (original === undefined) return;
    // A module of its own: what `import` sees of the loaded one was settled when it was loaded.
    const file = require.resolve(name);
    const replacement = new Module(file);
    Object.assign(replacement, { filename: file, loaded: true, exports: make(original) });
    require.cache[file] = replacement;
  };
  return { load, replace, subscribe };
}

// Errors with words of their own are reported in those, anything else with the place where it happened.
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const speaksForItself = error instanceof NoApplication || error instanceof ConfigurationError;
  return speaksForItself ? error.message : (error.stack ?? error.message);
}
