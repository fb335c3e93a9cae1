import { closeSync, openSync, writeSync } from "node:fs";
import type { Writes } from "../command-io.js";
import { Misuse } from "../misuse.js";
import { jsonText } from "./json-text.js";

/** An act; `at` in milliseconds since 1970. */
export interface Audited {
  readonly action: string;
  readonly at: number;
}

/** Takes the audit, one JSON line for each act. */
export interface AuditLog {
  readonly write: (event: Audited) => void;
  readonly close: () => void;
}

/** Opens the audit before anything is done: what cannot be recorded is not begun. Without a file it goes to stderr. */
export function openAuditLog(path: string | undefined, stderr: Writes): AuditLog {
  const tell = (line: string) => stderr.write(`audit: ${line}`);
  if (path === undefined) return { write: (event) => tell(lineOf(event)), close: () => undefined };
  const file = opened(path);
  return {
    write(event) {
      try {
        writeSync(file, lineOf(event));
      } catch (error) {
        // It is done already; the record must not get lost with the disk's space.
        stderr.write(`The audit could not be written to ${path}: ${(error as Error).message}\n`);
        tell(lineOf(event));
      }
    },
    close: () => closeSync(file),
  };
}

function opened(path: string): number {
  try {
    return openSync(path, "a", 0o600);
  } catch (error) {
    throw new Misuse(`--audit: ${(error as Error).message}; nothing was done.`, { cause: error });
  }
}

const lineOf = ({ at, ...event }: Audited) => `${jsonText({ at: new Date(at).toISOString(), ...event })}\n`;
