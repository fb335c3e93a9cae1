import type { HoldingFinding } from "../report/holding-finding.js";
import { decodeText, type DecodedText } from "./decode-text.js";
import type { ListedFile } from "./list-files.js";
import { readBytes, type ByteBudget } from "./read-bytes.js";

/** A file with its text. */
export interface LoadedFile extends DecodedText {
  /** Relative to the input. Places of findings begin with it. */
  readonly name: string;
}

export interface LoadedFiles {
  readonly files: readonly LoadedFile[];
  readonly findings: readonly HoldingFinding[];
}

/** Files that are read at once: enough to hide the waiting for a disk, few enough for every limit of open files. */
const AT_ONCE = 16;

/**
 * Reads the files whose first bytes can begin a document, JSON or a template, and those that `isNamed` knows by name. One
 * that cannot be read is a finding; `holds` tells what it holds back.
 */
export async function loadFiles(
  listed: readonly ListedFile[],
  budget: ByteBudget,
  isNamed: (name: string) => boolean,
  holds: (name: string) => readonly string[],
  onRead: () => void,
): Promise<LoadedFiles> {
  const files: LoadedFile[] = [];
  const findings: HoldingFinding[] = [];
  for (let start = 0; start < listed.length; start += AT_ONCE) {
    const group = listed.slice(start, start + AT_ONCE);
    const outcomes = await Promise.allSettled(
      group.map(({ name, path }) => readBytes(path, budget, (head) => isNamed(name) || beginsDocument(head))),
    );
    for (const [i, { name }] of group.entries()) {
      const outcome = outcomes[i]!;
      if (outcome.status === "fulfilled") {
        if (outcome.value !== undefined) files.push({ name, ...decodeText(outcome.value) });
      } else findings.push(unreadableFile(outcome.reason, name, holds(name)));
      onRead();
    }
  }
  return { files, findings };
}

function unreadableFile(error: unknown, name: string, holds: readonly string[]): HoldingFinding {
  const code = (error as NodeJS.ErrnoException).code;
  // Errors of the file system have a code and a number; bounds and mistakes of ours go to the caller.
  if (code === undefined || (error as NodeJS.ErrnoException).errno === undefined) throw error;
  return {
    severity: "lost",
    code: "unreadable",
    at: name,
    text: `The file cannot be read (${code}).`,
    holds,
  };
}

/** Whether a text begins with a sign that an XML document, a JSON value or a directive of a template begins with. */
function beginsDocument(head: Uint8Array): boolean {
  const { text } = decodeText(head);
  return /^\s*[<{[%]/u.test(text);
}
