import type { RouteReport } from "../report/reported-route.js";

/** How applications of a framework are found in a module, and reported. */
export interface InspectedFramework {
  /** What the module has to export, in words: "an Express application". */
  readonly wanted: string;
  readonly isApplication: (value: unknown) => boolean;
  /** Runs before the module is loaded, with what looks packages up as the module itself would. */
  readonly prepare?: (surroundings: Surroundings) => void;
  /**
   * Makes an application of an exported function that takes arguments, where the framework knows such functions; gives
   * undefined where it does not.
   */
  readonly applicationOf?: (given: (...args: never[]) => unknown, surroundings: Surroundings) => unknown;
  readonly report: (application: unknown) => RouteReport | Promise<RouteReport>;
}

/** What a framework may use of the process before the module is loaded. */
export interface Surroundings {
  /** A package as the module would load it; undefined when it is not installed there. */
  readonly load: (name: string) => unknown;
  /** Gives the module something else for a CommonJS package; does nothing when it is not installed there. */
  readonly replace: (name: string, make: (original: unknown) => unknown) => void;
  /** Calls the listener with everything published on a `node:diagnostics_channel`. */
  readonly subscribe: (channel: string, listener: (message: unknown) => void) => void;
}
