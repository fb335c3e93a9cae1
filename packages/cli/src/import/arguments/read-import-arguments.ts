import type { Scope } from "@product-auth/apim";
import { parseStrictly, refuseTwice } from "../../arguments/parse-strictly.js";
import { Misuse } from "../../misuse.js";
import { readScope } from "./read-scope.js";

/** What the command line asks for. */
export type ImportWish = { readonly kind: "help" } | { readonly kind: "version" } | ImportOrder;

/** A run of `product-auth import`. */
export interface ImportOrder {
  readonly kind: "do";
  /** Files and folders, as they were written. */
  readonly paths: readonly string[];
  readonly scope: Scope | undefined;
  readonly texts: { readonly [name in FileOption]?: string };
  readonly flags: ReadonlySet<Flag>;
}

/** Options whose value is a path. */
export type FileOption =
  "out" | "parameters" | "overrides" | "secrets" | "subscriptions" | "requests" | "accept";

/** Options without a value. */
export type Flag = "check" | "strict" | "force" | "json";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const FILES: Readonly<Record<FileOption, typeof text>> = {
  out: text,
  parameters: text,
  overrides: text,
  secrets: text,
  subscriptions: text,
  requests: text,
  accept: text,
};
const FLAGS: Readonly<Record<Flag, typeof flag>> = { check: flag, strict: flag, force: flag, json: flag };
const OPTIONS = { ...FILES, scope: text, ...FLAGS, help: { ...flag, short: "h" }, version: flag } as const;

/** Reads the arguments; throws `Misuse` for an invalid command line. Repeats no value: it may be a secret. */
export function readImportArguments(args: readonly string[]): ImportWish {
  const { values, positionals, given } = parseStrictly(args, OPTIONS);
  if (given.includes("version")) return { kind: "version" };
  if (given.includes("help")) return { kind: "help" };
  refuseTwice(given);
  if (positionals.length === 0 || positionals.includes(""))
    throw new Misuse("write what to import: files or folders, as in import apimartifacts");
  const { scope, check: _1, strict: _2, force: _3, json: _4, help: _5, version: _6, ...texts } = values;
  for (const [name, value] of Object.entries(texts))
    if (value === "") throw new Misuse(`--${name} is empty; write a path.`);
  refuseContradictions(given);
  return {
    kind: "do",
    paths: positionals,
    scope: scope === undefined ? undefined : readScope(scope),
    texts,
    flags: new Set(given.filter((name): name is Flag => Object.hasOwn(FLAGS, name))),
  };
}

function refuseContradictions(given: readonly string[]): void {
  const has = (name: FileOption | Flag) => given.includes(name);
  if (has("check") && !has("out")) throw new Misuse("--check needs --out DIR, the folder to compare with.");
  const writing = (["force", "subscriptions", "requests"] as const).find((name) => has(name));
  if (has("check") && writing !== undefined)
    throw new Misuse(`--check writes nothing; leave --${writing} out.`);
  if (has("force") && !has("out") && !has("subscriptions") && !has("requests"))
    throw new Misuse("--force needs --out, --subscriptions or --requests, which write files.");
}
