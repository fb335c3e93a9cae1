import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigurationError } from "../lib/errors.js";
import type { CatalogOptions } from "../options/options.js";
import { watchFile } from "../lib/watch-file.js";
import { loadCatalog, readCatalog, type CatalogFile } from "./load-catalog.js";

/** How a catalog file is watched. */
export interface WatchCatalogOptions {
  /** Called when the file cannot be read or used; the catalog of before goes on. */
  readonly onProblem: (problem: Error) => void;
  /** Called when products and APIs of the file have been taken over. */
  readonly onUpdate?: () => void;
  /** Seconds after which the file is looked at in any case. Default 30, at most 3600. */
  readonly interval?: number;
}

/** Ends the watching. */
export interface CatalogWatch {
  close(): void;
}

/**
 * Takes products and APIs over from a catalog file, now and whenever it changes. A file with problems changes nothing.
 * Subscriptions and client applications of the file are read at the start only: those that change live in a store.
 * Holds no process open.
 */
export function watchCatalog(
  path: string,
  auth: { readonly update: (catalog: CatalogOptions<string, string>) => void },
  { onProblem, onUpdate, interval = 30 }: WatchCatalogOptions,
): CatalogWatch {
  let [seen, closed, looking, again] = ["", false, false, false];
  let first: CatalogFile | undefined;
  let hadApis = false;

  // One look at a time; a change while looking is worth another look.
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
    if (closed || now === seen) return; // what was wrong is told once
    seen = now;
    const catalog = text === undefined ? await loadCatalog(path) : readCatalog(text, basename(path));
    const { products, apis, ...atStart } = catalog;
    // Without them every path would be 404. An operator who wants that writes an empty object.
    if (apis === undefined && hadApis) throw new ConfigurationError([NO_APIS]);
    auth.update({ products, ...(apis !== undefined && { apis }) });
    first ??= catalog;
    hadApis ||= apis !== undefined;
    onUpdate?.();
    const { products: _1, apis: _2, ...before } = first;
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

// Nothing failed to start: the catalog of before goes on.
const whileRunning = (problem: Error) =>
  problem instanceof ConfigurationError
    ? new ConfigurationError(problem.problems, "The catalog file is not taken over")
    : problem;

/** An hour: where the system tells of no change, a catalog is so much behind. */
const LONGEST_INTERVAL = 3_600;

// A timer of NaN, or of more than it can hold, rings every millisecond. Written so that NaN fails as well.
function milliseconds(interval: number): number {
  if (interval * 1000 >= 1 && interval <= LONGEST_INTERVAL) return interval * 1000;
  const fix = `write a number of seconds, at least 0.001 and at most ${LONGEST_INTERVAL}`;
  throw new ConfigurationError([{ path: "watchCatalog interval", message: `is ${interval}`, fix }]);
}

const UNREAD = {
  path: "subscriptions, clientApplications",
  message: "have changed in the catalog file, and are read at the start only",
  fix: "start anew, or keep them in a store and a registry",
};

const NO_APIS = {
  path: "apis",
  message: "have disappeared from the catalog file, so nothing of it has been taken over",
  fix: 'write them again; "apis": {} says that there are none any more, and every path is refused',
};
