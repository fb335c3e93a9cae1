import { subscribe } from "node:diagnostics_channel";
import { createRequire, Module } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { RouteReport } from "../../adapters/report/route-report.js";
import { ConfigurationError } from "../../lib/errors.js";
import { findApplication, NoApplication } from "./find-application.js";
import type { InspectedFramework, RoutesWish, Surroundings } from "./inspected-framework.js";

/** What the process that loads the module tells the one that was started. */
export type Inspected =
  | {
      readonly kind: "report";
      readonly report: Pick<RouteReport, "routes" | "unprotected" | "opaque">;
      readonly text: string;
    }
  | { readonly kind: "failure"; readonly message: string };

/** Loads the module into this process and reports the routes of what it exports. Never rejects. */
export async function inspectModule(
  { module, export: name }: Pick<RoutesWish, "module" | "export">,
  framework: InspectedFramework,
): Promise<Inspected> {
  try {
    const address = pathToFileURL(resolve(module));
    framework.prepare?.(surroundingsOf(address));
    const exports = (await import(address.href)) as Record<string, unknown>;
    const application = await findApplication(exports, name, framework);
    const report = await framework.report(application);
    const { routes, unprotected, opaque } = report;
    return { kind: "report", report: { routes, unprotected, opaque }, text: String(report) };
  } catch (error) {
    return { kind: "failure", message: `${module}: ${told(error)}` };
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

// Mistakes that have words of their own are told in those, anything else with the place where it happened.
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isTold = error instanceof NoApplication || error instanceof ConfigurationError;
  return isTold ? error.message : (error.stack ?? error.message);
}
