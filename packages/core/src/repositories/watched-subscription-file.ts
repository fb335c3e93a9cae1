import { NoAnswerError } from "../lib/error-kind.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import { lookAt, read, type FileState } from "./subscription-file-state.js";

/** How a subscription file is kept up to date. */
export interface WatchedFileSettings {
  readonly path: string;
  /** Milliseconds for which what was read serves after the last look that succeeded. */
  readonly maxAge: number;
  readonly clock: () => number;
  /** Told once of each problem, and again when what was read has become too old. */
  readonly onProblem: (problem: ConfigurationError) => void;
  /** Called when the file has another content. */
  readonly onChange: () => void;
}

const UNREADABLE = "The subscription file cannot be read";

/**
 * What was read from a subscription file, and for how long it serves. Its age counts from the begin of the last look
 * that succeeded, so a look that fails and one that never ends have the same effect.
 */
export class WatchedSubscriptionFile {
  readonly #settings: WatchedFileSettings;
  #state: FileState;
  #lookedAt: number;
  #wasLinked: boolean;
  #seen = "";
  #isConfirmed = false;
  #problem: ConfigurationError | undefined;
  #outOfDate: Error | undefined;

  /** Reads the file; rejects with `ConfigurationError`. */
  static async open(settings: WatchedFileSettings): Promise<WatchedSubscriptionFile> {
    const at = settings.clock();
    const { isLinked } = await lookAt(settings.path);
    return new WatchedSubscriptionFile(settings, await read(settings.path), at, isLinked);
  }

  private constructor(settings: WatchedFileSettings, state: FileState, at: number, isLinked: boolean) {
    this.#settings = settings;
    this.#state = state;
    this.#lookedAt = at;
    this.#wasLinked = isLinked;
  }

  /** What was read, while it serves; throws when it is too old. */
  get state(): FileState {
    this.checkAge();
    if (this.#outOfDate !== undefined) throw this.#outOfDate;
    return this.#state;
  }

  /** Notices, and tells once, that what was read is too old. */
  checkAge(): void {
    const { clock, maxAge } = this.#settings;
    // A clock that was set back must not lengthen the time.
    if (Math.abs(clock() - this.#lookedAt) <= maxAge) this.#outOfDate = undefined;
    else if (this.#outOfDate === undefined) this.#tellOutOfDate();
  }

  /** Reads the file again when it is another one than last time. Problems are told, and change nothing. */
  async look(): Promise<void> {
    const at = this.#settings.clock();
    try {
      const { sign, isLinked } = await lookAt(this.#settings.path);
      if (this.#wasLinked && !isLinked && sign !== "none") throw new ConfigurationError([this.#unlinked()]);
      // A file that changes twice within one tick of the file system's clock keeps its sign, so it is read twice.
      if (sign !== this.#seen || !this.#isConfirmed) {
        this.#become(await read(this.#settings.path));
        this.#isConfirmed = sign === this.#seen;
        this.#seen = sign;
      }
      this.#wasLinked = isLinked;
      this.#lookedAt = at;
      this.#problem = undefined;
    } catch (error) {
      this.#seen = ""; // what refuses to be read today may be read tomorrow, and look the same
      this.#report(this.#running(error));
    }
  }

  /** Reads the file in any case; rejects with `ConfigurationError`. */
  async readAgain(): Promise<FileState> {
    const at = this.#settings.clock();
    try {
      this.#become(await read(this.#settings.path));
    } catch (error) {
      throw this.#running(error);
    }
    this.#lookedAt = at;
    return this.#state;
  }

  /** Takes over what this process wrote. */
  wrote(state: FileState): void {
    this.#state = state;
  }

  #become(state: FileState): void {
    if (state.digest === this.#state.digest) return;
    this.#state = state;
    this.#settings.onChange();
  }

  #report(error: ConfigurationError): void {
    const isNew = error.message !== this.#problem?.message;
    this.#problem = error;
    if (isNew) this.#settings.onProblem(error);
  }

  #running(error: unknown): ConfigurationError {
    const { message } = error as Error;
    const unknown = { path: this.#settings.path, message, fix: "mend the file" };
    return new ConfigurationError(
      error instanceof ConfigurationError ? error.problems : [unknown],
      UNREADABLE,
    );
  }

  #tellOutOfDate(): void {
    const seconds = this.#settings.maxAge / 1000;
    this.#outOfDate = new NoAnswerError(
      `The subscription file could not be read for more than ${seconds} seconds`,
    );
    const [cause] = this.#problem?.problems ?? [];
    const message = `could not be read for more than ${seconds} seconds (${cause?.message ?? "no look at it has ended"}): requests with a key are answered 503`;
    const fix = cause?.fix ?? "see whether the drive answers, and whether this process was stopped";
    const problem = { path: cause?.path ?? this.#settings.path, message, fix };
    this.#settings.onProblem(new ConfigurationError([problem], "The subscription file is out of date"));
  }

  // Where a file is mounted by itself, as into a container, replacing it outside leaves the old one inside.
  #unlinked(): Problem {
    return {
      path: this.#settings.path,
      message: "was replaced or deleted outside, and this process still sees the old file",
      fix: "mount the folder instead of the file, and start again",
    };
  }
}
