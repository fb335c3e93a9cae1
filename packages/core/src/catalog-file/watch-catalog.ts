import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigurationError } from "../lib/errors.js";
import type { CatalogOptions } from "../options/options.js";
import { watchFile } from "../lib/watch-file.js";
import type { CatalogVariables } from "./catalog-variables.js";
import { loadCatalog, readCatalogInSteps, type CatalogFile } from "./load-catalog.js";

/** Options of `watchCatalog`. */
export interface WatchCatalogOptions extends CatalogVariables {
  /** Called when the file cannot be read or is invalid. The current catalog stays in use. */
  readonly onProblem: (problem: Error) => void;
  /** Called when products, APIs and policies of the file have been applied. */
  readonly onUpdate?: () => void;
  /** Seconds between checks of the file, besides file system events. At least 0.001, at most 3600. Default 30. */
  readonly interval?: number;
}

/** A watched catalog file. */
export interface CatalogWatch {
  /** Stops watching. */
  close(): void;
}

/** An instance whose catalog is replaced: with `updateInSteps` if it has that. */
interface Updated {
  readonly update: (catalog: CatalogOptions<string, string>) => void;
  readonly updateInSteps?: (catalog: CatalogOptions<string, string>) => Promise<void>;
}

/**
 * Applies products, APIs and policies from a catalog file, now and whenever it changes. An invalid file changes nothing.
 * Subscriptions and client applications are read at start-up only: keep those that change in a store. Does not keep the
 * process alive. Throws `ConfigurationError` for an invalid interval.
 */
export function watchCatalog(
  path: string,
  auth: Updated,
  { onProblem, onUpdate, interval = 30, ...variables }: WatchCatalogOptions,
): CatalogWatch {
  let [seen, closed, looking, again] = ["", false, false, false];
  let first: CatalogFile | undefined;
  let [hadApis, hadPolicies] = [false, false];

  // One check at a time; a change during a check causes another check.
  const look = () => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    void take()
      .catch((problem: Error) => onProblem(whileRunning(problem)))
      .finally(() => {
        looking = false;
        if (again && !closed) look();
        again = false;
      });
  };

  async function take(): Promise<void> {
    const text = await readFile(path, "utf8").catch(() => undefined);
    const now = text === undefined ? "not there" : `text ${text}`;
    if (closed || now === seen) return; // a problem is reported once
    seen = now;
    const catalog =
      text === undefined
        ? await loadCatalog(path, variables)
        : await readCatalogInSteps(text, basename(path), dirname(path), variables);
    const { products, apis, policies, ...atStart } = catalog;
    // Without APIs every path would be 404, and without policies nothing more is asked of callers. An operator who intends
    // that writes an empty object.
    if (apis === undefined && hadApis) throw new ConfigurationError([NO_APIS]);
    if (policies === undefined && hadPolicies) throw new ConfigurationError([NO_POLICIES]);
    if (closed) return;
    const next = {
      products,
      ...(apis !== undefined && { apis }),
      ...(policies !== undefined && { policies }),
    };
    // A file may hold a thousand APIs: requests are answered while they are checked.
    if (auth.updateInSteps === undefined) auth.update(next);
    else await auth.updateInSteps(next);
    first ??= catalog;
    hadApis ||= apis !== undefined;
    hadPolicies ||= policies !== undefined;
    onUpdate?.();
    const { products: _1, apis: _2, policies: _3, ...before } = first;
    if (!isDeepStrictEqual(atStart, before)) throw new ConfigurationError([UNREAD]);
  }

  const every = milliseconds(interval);
  look();
  const stop = watchFile(path, look, every);
  return {
    close: () => {
      closed = true;
      stop();
    },
  };
}

// Another heading than at start-up: the current catalog stays in use.
const whileRunning = (problem: Error) =>
  problem instanceof ConfigurationError
    ? new ConfigurationError(problem.problems, "The catalog file is not applied")
    : problem;

/** An hour: without file system events, a catalog may be out of date for as long. */
const LONGEST_INTERVAL = 3_600;

// A timer with NaN, or with more than its maximum, fires every millisecond. The comparison also rejects NaN.
function milliseconds(interval: number): number {
  if (interval * 1000 >= 1 && interval <= LONGEST_INTERVAL) return interval * 1000;
  const fix = `write a number of seconds, at least 0.001 and at most ${LONGEST_INTERVAL}`;
  throw new ConfigurationError([{ path: "watchCatalog interval", message: `is ${interval}`, fix }]);
}

const UNREAD = {
  path: "subscriptions, clientApplications",
  message: "have changed in the catalog file, but are read at start-up only",
  fix: "restart the process, or keep them in a store and a registry",
};

const NO_APIS = {
  path: "apis",
  message: "is missing from the catalog file, which had it before; the file is not applied",
  fix: 'add "apis" again, or write "apis": {} to remove all APIs and refuse every path',
};

const NO_POLICIES = {
  path: "policies",
  message: "is missing from the catalog file, which had it before; the file is not applied",
  fix: 'add "policies" again, or write "policies": {} to ask nothing more of callers',
};
