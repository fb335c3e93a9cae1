import { parseStrictly, refuseTwice } from "../../arguments/parse-strictly.js";
import { Misuse } from "../../misuse.js";

/** What the command line asks for. */
export type ExportWish = { readonly kind: "help" } | { readonly kind: "version" } | ExportOrder;

/** A run of `product-auth export`. */
export interface ExportOrder {
  readonly kind: "do";
  /** A catalog file, or a folder that an import wrote. */
  readonly catalog: string;
  readonly out: string | undefined;
  /** A file with options of the instance. */
  readonly options: string | undefined;
  readonly check: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  ...{ out: text, options: text, check: flag, force: flag, json: flag },
  ...{ help: { ...flag, short: "h" }, version: flag },
} as const;

/** Reads the arguments; throws `Misuse` for an invalid command line. */
export function readExportArguments(args: readonly string[]): ExportWish {
  const { values, positionals, given } = parseStrictly(args, OPTIONS);
  if (given.includes("version")) return { kind: "version" };
  if (given.includes("help")) return { kind: "help" };
  refuseTwice(given);
  const [catalog, ...more] = positionals;
  if (catalog === undefined || catalog === "" || more.length > 0)
    throw new Misuse("write one catalog: a file, or a folder that import wrote, as in export catalog.json");
  const { out, options, check = false, force = false, json = false } = values;
  if (out === "" || options === "")
    throw new Misuse(`--${out === "" ? "out" : "options"} is empty; write a path.`);
  if (check && out === undefined) throw new Misuse("--check needs --out DIR, the folder to compare with.");
  if (force && out === undefined) throw new Misuse("--force needs --out, which writes files.");
  if (check && force) throw new Misuse("--check writes nothing; leave --force out.");
  return { kind: "do", catalog, out, options, check, force, json };
}
