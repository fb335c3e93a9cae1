import type { Readable, Writable } from "node:stream";

/** 0 made, 1 the folder cannot be used, 2 the command line makes no sense, 130 cancelled. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What the command reads and writes. */
export interface CreateIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
  /** Questions are lines that are never drawn again, for screen readers. */
  readonly plain: boolean;
  /** Folder that the argument is relative to. */
  readonly cwd: string;
  /** The environment: npm leaves there the options that it did not pass on. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user interrupts the command. */
  readonly signal: AbortSignal;
}
