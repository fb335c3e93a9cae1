/** What the command reads and writes; a process has all of it. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  /** What was asked for: tables, documents, new keys. */
  readonly stdout: Writes;
  /** Everything else: notes, progress, errors, the audit. */
  readonly stderr: Writes;
  /** Where `--store-env` and `--pepper-env` look. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Something that takes text. */
export interface Writes {
  write(text: string): unknown;
}

/** 0: done. 1: refused, or not found. 2: the command makes no sense, or the store cannot be used. */
export type ExitCode = 0 | 1 | 2;
