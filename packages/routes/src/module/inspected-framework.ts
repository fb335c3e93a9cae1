import type { RouteReport } from "../../adapters/report/route-report.js";

/** What an adapter's command knows of its framework. */
export interface InspectedFramework {
  /** The command's name, as it stands in front of everything it says. */
  readonly command: string;
  /** The file of the command: `import.meta.url`. */
  readonly file: string;
  /** What the module has to export, in words: "an Express application". */
  readonly wanted: string;
  readonly isApplication: (value: unknown) => boolean;
  /** Runs before the module is loaded, with what looks packages up as the module itself would. */
  readonly prepare?: (surroundings: Surroundings) => void;
  /** Makes an application of an exported function that takes arguments, where the framework knows such functions. */
  readonly applicationOf?: (given: (...args: never[]) => unknown) => unknown;
  readonly report: (application: unknown) => RouteReport | Promise<RouteReport>;
}

/** What a framework may use of the process before the module is loaded. */
export interface Surroundings {
  /** A package as the module would load it; undefined when it is not installed there. */
  readonly load: (name: string) => unknown;
  /** Gives the module something else for a CommonJS package; does nothing when it is not installed there. */
  readonly replace: (name: string, make: (original: unknown) => unknown) => void;
  /** Tells of everything published on a `node:diagnostics_channel`. */
  readonly subscribe: (channel: string, listener: (message: unknown) => void) => void;
}

/** What the report needs to know. */
export interface RoutesWish {
  readonly module: string;
  readonly export: string | undefined;
  readonly json: boolean;
  readonly strict: boolean;
  /** Seconds. */
  readonly timeout: number;
}
