import { NoResponseError } from "../lib/error-kind.js";
import { ConfigurationError, type Problem } from "../lib/errors.js";
import type { JsonFileFormat } from "./json-file-format.js";
import { readState, statOf, type FileState } from "./json-file-state.js";

/** Settings of a `WatchedJsonFile`. */
export interface WatchedFileSettings<Content> {
  readonly path: string;
  readonly format: JsonFileFormat<Content>;
  /** Milliseconds for which the content is used after the last successful check. */
  readonly maxAge: number;
  readonly clock: () => number;
  /** Called once for each problem, and again when the content has become too old. */
  readonly onProblem: (problem: ConfigurationError) => void;
  /** Called when the content has changed. */
  readonly onChange: () => void;
}

/**
 * The content of a shared file, and how long it may be used. Its age counts from the beginning of the last
 * successful check, so a check that fails and one that never ends have the same effect.
 */
export class WatchedJsonFile<Content> {
  readonly #settings: WatchedFileSettings<Content>;
  #state: FileState<Content>;
  #checkedAt: number;
  #wasLinked: boolean;
  #seen = "";
  #isConfirmed = false;
  #problem: ConfigurationError | undefined;
  #outOfDate: Error | undefined;

  /** Reads the file. Rejects with `ConfigurationError`. */
  static async open<Content>(settings: WatchedFileSettings<Content>): Promise<WatchedJsonFile<Content>> {
    const at = settings.clock();
    const { isLinked } = await statOf(settings.path);
    const state = await readState(settings.path, settings.format);
    return new WatchedJsonFile(settings, state, at, isLinked);
  }

  private constructor(
    settings: WatchedFileSettings<Content>,
    state: FileState<Content>,
    at: number,
    isLinked: boolean,
  ) {
    this.#settings = settings;
    this.#state = state;
    this.#checkedAt = at;
    this.#wasLinked = isLinked;
  }

  /** The content. Throws `NoResponseError` when it is too old. */
  get state(): FileState<Content> {
    this.checkAge();
    if (this.#outOfDate !== undefined) throw this.#outOfDate;
    return this.#state;
  }

  /** Checks the age of the content, and reports once that it is too old. */
  checkAge(): void {
    const { clock, maxAge } = this.#settings;
    // A clock that is set back must not extend the time.
    if (Math.abs(clock() - this.#checkedAt) <= maxAge) this.#outOfDate = undefined;
    else if (this.#outOfDate === undefined) this.#reportOutOfDate();
  }

  /** Reads the file again when it has changed. A problem is reported, and the content stays. */
  async check(): Promise<void> {
    const at = this.#settings.clock();
    try {
      const { version, isLinked } = await statOf(this.#settings.path);
      if (this.#wasLinked && !isLinked && version !== "none")
        throw new ConfigurationError([this.#unlinked()]);
      // A file that changes twice within one tick of the file system's clock keeps its metadata, so it is read twice.
      if (version !== this.#seen || !this.#isConfirmed) {
        this.#become(await this.#read());
        this.#isConfirmed = version === this.#seen;
        this.#seen = version;
      }
      this.#wasLinked = isLinked;
      this.#checkedAt = at;
      this.#problem = undefined;
    } catch (error) {
      this.#seen = ""; // the file may become readable without a change of its metadata
      this.#report(this.#running(error));
    }
  }

  /** Reads the file even if it seems unchanged. Rejects with `ConfigurationError`. */
  async readAgain(): Promise<FileState<Content>> {
    const at = this.#settings.clock();
    try {
      this.#become(await this.#read());
    } catch (error) {
      throw this.#running(error);
    }
    this.#checkedAt = at;
    return this.#state;
  }

  /** Sets the content that this process has written. */
  wrote(state: FileState<Content>): void {
    this.#state = state;
  }

  #read(): Promise<FileState<Content>> {
    return readState(this.#settings.path, this.#settings.format, this.#state);
  }

  #become(state: FileState<Content>): void {
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
    const unknown = { path: this.#settings.path, message, fix: "fix the file" };
    return new ConfigurationError(
      error instanceof ConfigurationError ? error.problems : [unknown],
      `The ${this.#settings.format.name} cannot be read`,
    );
  }

  #reportOutOfDate(): void {
    const { maxAge, format } = this.#settings;
    const seconds = maxAge / 1000;
    this.#outOfDate = new NoResponseError(
      `The ${format.name} could not be read for more than ${seconds} seconds`,
    );
    const [cause] = this.#problem?.problems ?? [];
    const message = `could not be read for more than ${seconds} seconds (${cause?.message ?? "no check of it has ended"}): ${format.consequence}`;
    const fix = cause?.fix ?? "check whether the drive answers, and whether this process was suspended";
    const problem = { path: cause?.path ?? this.#settings.path, message, fix };
    this.#settings.onProblem(new ConfigurationError([problem], `The ${format.name} is out of date`));
  }

  // When a single file is mounted into a container, replacing it outside leaves the old file inside.
  #unlinked(): Problem {
    return {
      path: this.#settings.path,
      message: "was replaced or deleted outside, and this process still sees the old file",
      fix: "mount the folder instead of the file, and restart the process",
    };
  }
}
