import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ConfigurationError } from "@product-auth/core";
import { locateProblems, readCatalog } from "@product-auth/core/catalog";
import { Misuse } from "../misuse.js";
import type { ExportOrder } from "./arguments/read-export-arguments.js";
import type { ExportProgram } from "./export-program.js";

/** What is exported. */
export interface ExportSource {
  readonly catalog: ReadText;
  readonly options: ReadText | undefined;
  readonly rules: ReadText | undefined;
}

/** A file that was read and parsed. */
interface ReadText {
  readonly name: string;
  readonly text: string;
  readonly content: unknown;
}

/** Files larger than this are no catalogs. */
const LARGEST = 64 * 1024 * 1024;

/** Reads the catalog, and what stands beside it in the folder of an import. */
export async function readSource(
  { catalog, options }: ExportOrder,
  { readFolder }: ExportProgram,
): Promise<ExportSource> {
  const given = options === undefined ? undefined : await readJson(options, "--options");
  if (!(await isFolder(catalog))) {
    if (await isFile(join(dirname(catalog), "rules.json")))
      throw new Misuse("rules.json of an import stands beside the catalog; write the path of the folder.");
    return { catalog: await readJson(catalog, "the catalog"), options: given, rules: undefined };
  }
  const files = await readFolder(catalog, ["catalog.json", "options.json", "rules.json"]);
  const parsed = (name: string) => {
    const text = files.get(name);
    return text === undefined ? undefined : parse(text, name);
  };
  const found = parsed("catalog.json");
  if (found === undefined)
    throw new Misuse(`the folder has no catalog.json; write the path of a catalog file.`);
  return { catalog: found, options: given ?? parsed("options.json"), rules: parsed("rules.json") };
}

async function readJson(path: string, what: string): Promise<ReadText> {
  try {
    const found = await stat(path);
    if (!found.isFile() || found.size > LARGEST) throw new Misuse(`${what} is not a file of at most 64 MiB.`);
    return parse(await readFile(path, "utf8"), basename(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && error instanceof Error && "syscall" in error)
      throw new Misuse(`${what} cannot be read (${code}).`, { cause: error });
    throw error;
  }
}

function parse(text: string, name: string): ReadText {
  const bare = text.replace(/^\uFEFF/, "");
  try {
    return { name, text: bare, content: JSON.parse(bare) };
  } catch (error) {
    readCatalog(bare, name); // its error has line and column
    throw error;
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The same error with line and column of each problem, where they are problems of the catalog. */
export function located(error: unknown, { name, text }: ReadText): unknown {
  return error instanceof ConfigurationError &&
    !error.problems.some(({ path }) => /^(options|rules)\b/.test(path))
    ? new ConfigurationError(locateProblems(text, error.problems, name))
    : error;
}
