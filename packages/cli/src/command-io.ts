/** What the command reads and writes; a process has all of it. */
export interface CommandIo {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  /** What was asked for: tables, documents, new keys. `columns`: the width of a terminal. */
  readonly stdout: Writes & { readonly columns?: number | undefined };
  /** Everything else: notes, progress, errors, the audit. `isTTY`: a person watches it. */
  readonly stderr: Writes & { readonly isTTY?: boolean };
  /** Where `--store-env` and `--pepper-env` look. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Something that takes text. */
export interface Writes {
  write(text: string): unknown;
}

/**
 * 0: done, and nothing is wrong. 1: the answer is no (the token is refused, a route is unprotected, there is no such
 * subscription). 2: no answer: the command line makes no sense, a package is missing, or something cannot be reached. 3: a
 * check found that something would change.
 */
export type ExitCode = 0 | 1 | 2 | 3;
