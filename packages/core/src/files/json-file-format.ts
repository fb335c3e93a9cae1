/** How the content of a shared file is written as JSON, and what its messages call it. */
export interface JsonFileFormat<Content> {
  /** `subscription file`: the words of messages. */
  readonly name: string;
  /** What follows when the file has been unreadable for too long: `requests with a key are answered 503`. */
  readonly consequence: string;
  /** Name of the process warning for a problem without an observer. */
  readonly warning: string;
  /** The largest file that is read and written. Default: any that fits into a text. */
  readonly most?: FileSize;
  /** The content of a new file. */
  readonly empty: () => Content;
  /** Throws one `ConfigurationError` that lists every problem with its line and column. */
  readonly parse: (text: string, path: string) => VersionedContent<Content>;
  readonly format: (file: VersionedContent<Content>) => string;
}

/** The content of a file. `version` increases by one with every change. */
export interface VersionedContent<Content> {
  readonly version: number;
  readonly content: Content;
}

/** The size of a file, and what to do with more content. */
export interface FileSize {
  readonly bytes: number;
  /** The fix in messages: `keep … in PostgreSQL`. */
  readonly instead: string;
}
