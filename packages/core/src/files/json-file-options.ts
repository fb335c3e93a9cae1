import { ConfigurationError, type Problem } from "../lib/errors.js";

/** Options of `JsonFileSubscriptionRepository.open` and `JsonFileRecordRepository.open`. */
export interface JsonFileOptions {
  /** Whether to create the file when it does not exist. Default false: a misspelt path is an error. */
  readonly create?: boolean;
  /**
   * Seconds between checks of the file, besides file system events. At most half of `maxAge`. Default 2, or half of
   * `maxAge` when that is less.
   */
  readonly checkInterval?: number;
  /**
   * Seconds for which the content is used after the last successful check, while the file is unreadable, deleted or
   * invalid, or the drive does not answer. After that lookups fail, and requests that need them are answered 503, until
   * the file can be read again. A longer time also keeps a suspended key working for longer. At most 86400. Default 300.
   */
  readonly maxAge?: number;
  /**
   * Called when the file can no longer be read, with line and column of every problem, and again when `maxAge` has passed.
   * Nothing is written until the file is fixed. Default: a process warning.
   */
  readonly onProblem?: (problem: ConfigurationError) => void;
  /** Returns milliseconds since 1970; used for the age of the content, and for the expiry of records. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Times of a shared file, in milliseconds. */
export interface JsonFileTimes {
  readonly checkInterval: number;
  readonly maxAge: number;
}

const MAX_AGE = 86_400;

/** Returns the times of the options with their defaults. Throws `ConfigurationError` for invalid ones. */
export function jsonFileTimes(path: string, { checkInterval, maxAge = 300 }: JsonFileOptions): JsonFileTimes {
  const interval = checkInterval ?? Math.min(2, maxAge / 2);
  const problems: Problem[] = [];
  if (!isTime(maxAge) || maxAge > MAX_AGE) {
    const fix = `write a number of seconds above 0, at most ${MAX_AGE}`;
    problems.push({ path: `${path} maxAge`, message: `is ${String(maxAge)}`, fix });
  } else if (!isTime(interval) || interval > maxAge / 2) {
    const fix = `write a number of seconds above 0, at most ${maxAge / 2}, or a longer maxAge`;
    const message = `is ${String(interval)}, more than half of maxAge, which is ${maxAge}: the content would expire between two checks`;
    problems.push({ path: `${path} checkInterval`, message, fix });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { checkInterval: interval * 1000, maxAge: maxAge * 1000 };
}

const isTime = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value > 0;
