import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { InputError } from "./input-error.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { BOUNDS } from "./bounds.js";

/** A file of an input. */
export interface ListedFile {
  /** Relative to the input, with `/`. */
  readonly name: string;
  /** Where it is opened. */
  readonly path: string;
}

/** The files of an input in the order of their names, and what was passed over. */
export interface Listing {
  /** The folder that names are relative to. */
  readonly folder: string;
  readonly files: readonly ListedFile[];
  readonly findings: readonly HoldingFinding[];
}

/** Folders of tools: never a configuration, and often beyond every bound. */
const PASSED_OVER: ReadonlySet<string> = new Set([".git", ".hg", ".svn", ".terraform", "node_modules"]);

/**
 * Lists the files of an input, which is a file or a folder. Symbolic links inside a folder are followed as long as they
 * stay in it; sockets, pipes and devices are passed over.
 */
export async function listFiles(input: string): Promise<Listing> {
  const found = await stat(input).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      input,
      `it cannot be opened (${error.code ?? "unknown"})`,
      "Name a file or folder that you can read.",
    );
  });
  if (found.isFile())
    return { folder: dirname(input), files: [{ name: basename(input), path: input }], findings: [] };
  if (!found.isDirectory())
    throw new InputError(input, "it is neither a file nor a folder", "Name a file or a folder.");
  const walk = new Walk(input, await realpath(input));
  await walk.folder(input, "", [walk.root]);
  return { folder: input, files: walk.files.sort(byName), findings: walk.findings };
}

class Walk {
  readonly files: ListedFile[] = [];
  readonly findings: HoldingFinding[] = [];
  readonly root: string;
  readonly #input: string;
  #entries = 0;

  constructor(input: string, root: string) {
    this.#input = input;
    this.root = root;
  }

  /** `chain`: real paths of this folder and those above it, which a link must not lead to again. */
  async folder(path: string, name: string, chain: readonly string[]): Promise<void> {
    if (chain.length > BOUNDS.depth + 1) throw this.#beyond(`its folders nest deeper than ${BOUNDS.depth}`);
    let entries: Dirent[];
    try {
      entries = await readdir(path, { withFileTypes: true });
    } catch (error) {
      if (name === "")
        throw new InputError(this.#input, "the folder cannot be read", "Give yourself the right to read it.");
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      this.#note("lost", "unreadable", name, `The folder cannot be read (${code}).`, ["global"]);
      return;
    }
    for (const entry of entries) {
      this.#entries += 1;
      if (this.#entries > BOUNDS.files)
        throw this.#beyond(`it has more than ${BOUNDS.files} files and folders`);
      const inner = join(path, entry.name);
      const innerName = name === "" ? entry.name : `${name}/${entry.name}`;
      if (entry.isSymbolicLink()) await this.#link(inner, innerName, chain);
      else if (entry.isFile()) this.files.push({ name: innerName, path: inner });
      else if (entry.isDirectory() && !PASSED_OVER.has(entry.name))
        await this.folder(inner, innerName, [...chain, inner]);
    }
  }

  async #link(path: string, name: string, chain: readonly string[]): Promise<void> {
    const target = await realpath(path).catch(() => undefined);
    const found = target === undefined ? undefined : await stat(target).catch(() => undefined);
    if (target === undefined || found === undefined)
      this.#note("lost", "unreadable", name, "The symbolic link leads nowhere.");
    else if (!isInside(target, this.root))
      this.#note("info", "link-outside", name, "The symbolic link leaves the input; it was not followed.");
    else if (found.isFile()) this.files.push({ name, path: target });
    else if (found.isDirectory()) {
      const above = await Promise.all(chain.map((folder) => realpath(folder).catch(() => folder)));
      if (!above.includes(target)) await this.folder(target, name, [...chain, target]);
    }
  }

  #note(
    severity: HoldingFinding["severity"],
    code: HoldingFinding["code"],
    at: string,
    text: string,
    holds: readonly string[] = [],
  ): void {
    this.findings.push({ severity, code, at, text, holds });
  }

  #beyond(message: string): InputError {
    return new InputError(
      this.#input,
      message,
      "Name the folder of the configuration alone, or several parts of it.",
    );
  }
}

const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** By code units: the same order on every machine. */
const byName = (one: ListedFile, other: ListedFile): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
