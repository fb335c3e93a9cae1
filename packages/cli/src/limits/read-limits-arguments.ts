import { parseStrictly, refuseTwice } from "../arguments/parse-strictly.js";
import { Misuse } from "../misuse.js";
import { didYouMean } from "../did-you-mean.js";
import { quoted } from "../quoted.js";

/** What the command line asks for. */
export type LimitsWish = { readonly kind: "help" } | { readonly kind: "version" } | LimitsOrder;

/** Something to be done. */
export interface LimitsOrder {
  readonly kind: "do";
  readonly verb: "show" | "reset";
  /** Id of the subscription; undefined with `--client`. */
  readonly subscription: string | undefined;
  readonly texts: { readonly [name in TextOption]?: string };
  readonly json: boolean;
}

type TextOption =
  | ("catalog" | "counters" | "counters-env" | "counters-prefix" | "counters-schema")
  | ("client" | "product")
  | ("store" | "store-env" | "schema" | "prefix" | "timeout")
  | ("by" | "comment" | "audit");

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const TEXTS: Readonly<Record<TextOption, typeof text>> = {
  catalog: text,
  counters: text,
  "counters-env": text,
  "counters-prefix": text,
  "counters-schema": text,
  client: text,
  product: text,
  store: text,
  "store-env": text,
  schema: text,
  prefix: text,
  timeout: text,
  by: text,
  comment: text,
  audit: text,
};
const OPTIONS = { ...TEXTS, yes: flag, json: flag, help: { ...flag, short: "h" }, version: flag } as const;

const VERBS = ["show", "reset"] as const;
const OF_RESET = ["yes", "by", "comment", "audit"] as const;
const OF_STORE = ["store", "store-env", "schema", "prefix"] as const;

/** Reads the arguments; throws `Misuse` when they make no sense. Never repeats a value: it may be a secret. */
export function readLimitsArguments(args: readonly string[]): LimitsWish {
  const { values, positionals, given } = parseStrictly(args, OPTIONS);
  if (given.includes("version")) return { kind: "version" };
  if (given.includes("help")) return { kind: "help" };
  refuseTwice(given);
  const [word, ...rest] = positionals;
  const verb = verbFor(word);
  const foreign = verb === "show" ? OF_RESET.find((name) => given.includes(name)) : undefined;
  if (foreign !== undefined) throw new Misuse(`show takes no --${foreign}.`);
  if (verb === "reset" && values.yes !== true)
    throw new Misuse("repeat the command with --yes to reset it: what was used cannot be restored.");
  const { yes: _1, json = false, help: _2, version: _3, ...texts } = values;
  return { kind: "do", verb, subscription: subjectOf(verb, rest, given), texts, json };
}

function verbFor(word: string | undefined): LimitsOrder["verb"] {
  const verb = VERBS.find((name) => name === word);
  if (verb !== undefined) return verb;
  if (word === undefined) throw new Misuse("write what to do: show or reset; --help explains them.");
  const question = didYouMean(word, VERBS);
  throw new Misuse(
    `there is no verb ${quoted(word)}.${question === "" ? " There are show and reset." : question}`,
  );
}

function subjectOf(
  verb: LimitsOrder["verb"],
  words: readonly string[],
  given: readonly string[],
): string | undefined {
  const [word = ""] = words;
  if (words.length > 1) throw new Misuse(`${verb} takes one SUBSCRIPTION; put quotes around spaces.`);
  if (!given.includes("client")) {
    if (given.includes("product")) throw new Misuse("--product belongs to --client.");
    if (word === "") throw new Misuse(`${verb} needs a SUBSCRIPTION, or --client ID.`);
    return word;
  }
  if (word !== "") throw new Misuse("give either a SUBSCRIPTION or --client.");
  const unused = OF_STORE.find((name) => given.includes(name));
  if (unused !== undefined) throw new Misuse(`--${unused} is for a SUBSCRIPTION, not for --client.`);
  return undefined;
}
