import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { ConfigurationError } from "../lib/errors.js";
import { watchFile } from "../lib/watch-file.js";
import { callObserver } from "../operators/call-observer.js";
import { withFileLock } from "./file-lock.js";
import type { JsonFileFormat } from "./json-file-format.js";
import { jsonFileTimes, type JsonFileOptions } from "./json-file-options.js";
import { createIfMissing, refuseTooLarge, stateOf } from "./json-file-state.js";
import { WatchedJsonFile } from "./watched-json-file.js";
import { writeFileAtomically } from "./write-file-atomically.js";

/** A change of a file. */
export interface FileEdit<Content, Result> {
  readonly result: Result;
  /** The new content; absent when nothing changes. It must not change later. */
  readonly content?: Content;
  /** Called after the file is written. */
  readonly onWritten?: () => void;
}

/**
 * One JSON file, shared by the processes of one machine: read into memory, watched, and written as a whole under a lock.
 * What it contains is the matter of its format.
 */
export class SharedJsonFile<Content> {
  readonly #path: string;
  readonly #format: JsonFileFormat<Content>;
  readonly #file: WatchedJsonFile<Content>;
  readonly #stopWatching: () => void;
  #last: Promise<unknown> = Promise.resolve();
  #isCheckQueued = false;
  #closed = false;

  /**
   * Reads the file. Rejects with one `ConfigurationError` that lists every problem with its line and column. `onChange` is
   * called when another process, or a person, has changed the file.
   */
  static async open<Content>(
    path: string,
    format: JsonFileFormat<Content>,
    options: JsonFileOptions,
    onChange: () => void,
  ): Promise<SharedJsonFile<Content>> {
    const absolute = resolve(path);
    const { checkInterval, maxAge } = jsonFileTimes(absolute, options);
    const { create = false, clock = () => Date.now(), onProblem = rethrow } = options;
    if (create) await createIfMissing(absolute, format);
    const file = await WatchedJsonFile.open({
      path: absolute,
      format,
      maxAge,
      clock,
      onProblem: (problem) => callObserver(() => onProblem(problem), format.warning),
      onChange,
    });
    return new SharedJsonFile(absolute, format, file, checkInterval);
  }

  private constructor(
    path: string,
    format: JsonFileFormat<Content>,
    file: WatchedJsonFile<Content>,
    checkInterval: number,
  ) {
    this.#path = path;
    this.#format = format;
    this.#file = file;
    this.#stopWatching = watchFile(path, () => this.#checkSoon(), checkInterval);
  }

  /** The content. Throws when the file could not be read for longer than `maxAge`. */
  get content(): Content {
    return this.#file.state.content;
  }

  /** Returns the content after a check of the file. Rejects when it could not be read for longer than `maxAge`. */
  async checkedContent(): Promise<Content> {
    await this.#enqueue(() => this.#check());
    return this.content;
  }

  /**
   * Makes a change on the current content of the file, which takes effect only after it is written. `edit` must not change
   * the content that it gets. Rejects with `lost()` when another process has broken the lock.
   */
  async change<Result>(
    edit: (current: Content) => Promise<FileEdit<Content, Result>>,
    lost: () => Error,
  ): Promise<Result> {
    if (this.#closed) throw new Error(`${this.#path} is closed`);
    return this.#enqueue(async () => {
      const target = await realpath(this.#path).catch(() => this.#path); // a link stays a link
      return withFileLock(target, async (held) => {
        const before = await this.#file.readAgain();
        const { result, content, onWritten } = await edit(before.content);
        if (content === undefined) return result;
        const after = { version: before.version + 1, content };
        const text = this.#format.format(after);
        refuseTooLarge(Buffer.byteLength(text), this.#path, this.#format, "The change is not written");
        if (!(await writeFileAtomically(target, text, held))) throw lost();
        this.#file.wrote(stateOf(text, after));
        onWritten?.();
        return result;
      });
    });
  }

  /** Stops watching, and resolves when pending changes are written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    await this.#last;
  }

  // At most one check is queued, even while the drive does not answer.
  #checkSoon(): void {
    this.#file.checkAge();
    if (this.#isCheckQueued) return;
    this.#isCheckQueued = true;
    void this.#enqueue(() => {
      this.#isCheckQueued = false;
      return this.#check();
    });
  }

  async #check(): Promise<void> {
    if (!this.#closed) await this.#file.check();
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

// Without an observer the problem becomes a process warning.
function rethrow(problem: ConfigurationError): never {
  throw problem;
}
