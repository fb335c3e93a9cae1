import { ConfigurationError, type Problem } from "../lib/errors.js";

/** How a subscription file is used. */
export interface JsonFileOptions {
  /** Whether to make the file when there is none. Default false: a misspelt path is reported at once. */
  readonly create?: boolean;
  /**
   * Seconds between two looks at the file, which find a change where the system does not tell of it. At most half of
   * `maxAge`. Default 2.
   */
  readonly checkInterval?: number;
  /**
   * Seconds for which what was read serves after the last look that could read the file: unreadable, deleted, not
   * valid, or no answer from the drive. Then look-ups fail, and requests with a key are answered 503, until the file can
   * be read again. A longer time also keeps a suspended key working for longer. At most 86400. Default 300.
   */
  readonly maxAge?: number;
  /**
   * Told when the file can no longer be read, with line and column in every problem, and told again when `maxAge` is
   * over. Until the file is mended nothing is written. Default: a process warning.
   */
  readonly onProblem?: (problem: ConfigurationError) => void;
  /** Milliseconds since 1970; the age of what was read is counted by it. Default `Date.now`. */
  readonly clock?: () => number;
}

/** Times of a subscription file, in milliseconds. */
export interface JsonFileTimes {
  readonly checkInterval: number;
  readonly maxAge: number;
}

const LONGEST = 86_400;

/** The times that the options say; throws `ConfigurationError` for those that cannot be kept. */
export function jsonFileTimes(path: string, { checkInterval, maxAge = 300 }: JsonFileOptions): JsonFileTimes {
  const every = checkInterval ?? Math.min(2, maxAge / 2);
  const problems: Problem[] = [];
  if (!isTime(maxAge) || maxAge > LONGEST) {
    const fix = `write a number of seconds above 0, at most ${LONGEST}`;
    problems.push({ path: `${path} maxAge`, message: `is ${String(maxAge)}`, fix });
  } else if (!isTime(every) || every > maxAge / 2) {
    const fix = `write a number of seconds above 0, at most ${maxAge / 2}, or a longer maxAge`;
    const message = `is ${String(every)}, and maxAge ${maxAge}: between two looks the file would count as unread`;
    problems.push({ path: `${path} checkInterval`, message, fix });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { checkInterval: every * 1000, maxAge: maxAge * 1000 };
}

const isTime = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value > 0;
