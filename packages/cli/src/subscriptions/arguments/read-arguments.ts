import { parseArgs } from "node:util";
import { Misuse } from "../../misuse.js";
import { didYouMean } from "../../did-you-mean.js";
import { quoted } from "../../quoted.js";
import { OPTIONS, takesValue, type Flag, type OptionName, type TextOption } from "./options.js";
import { verbNames, VERBS, type VerbName } from "./verbs.js";
import type { Wish } from "./wish.js";

/** Reads the arguments; throws `Misuse` when they make no sense. Never repeats a value: it may be a secret. */
export function readArguments(args: readonly string[]): Wish {
  const { values, positionals, tokens } = parse(args);
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name as OptionName] : []));
  if (given.includes("version")) return { kind: "version" };
  const [word, ...rest] = positionals;
  if (word === undefined && given.includes("help")) return { kind: "help", verb: undefined };
  const verb = verbFor(word);
  if (given.includes("help")) return { kind: "help", verb };
  refuseForeign(verb, given);
  return {
    kind: "do",
    verb,
    subject: subjectOf(verb, rest),
    texts: Object.fromEntries(
      Object.entries(values).filter(([, value]) => typeof value === "string"),
    ) as Partial<Record<TextOption, string>>,
    flags: new Set(given.filter((name): name is Flag => !takesValue(name))),
  };
}

const names = Object.keys(OPTIONS) as OptionName[];
const definitions = Object.fromEntries(
  names.map((name) => [
    name,
    {
      type: takesValue(name) ? ("string" as const) : ("boolean" as const),
      ...(name === "help" && { short: "h" }),
    },
  ]),
);

function parse(args: readonly string[]) {
  const how = { args: [...args], options: definitions, allowPositionals: true, tokens: true } as const;
  for (const token of parseArgs({ ...how, strict: false }).tokens)
    if (token.kind === "option" && !Object.hasOwn(OPTIONS, token.name)) throw unknown(token.rawName);
  try {
    return parseArgs({ ...how, strict: true });
  } catch (error) {
    const said = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error);
    throw new Misuse(`${said}; --help lists the options.`, { cause: error });
  }
}

function unknown(written: string): Misuse {
  const dashed = names.map((name) => `--${name}`);
  return new Misuse(`there is no option ${quoted(written)}.${didYouMean(written, dashed)}`);
}

function verbFor(word: string | undefined): VerbName {
  const verb = verbNames.find((name) => name === word);
  if (verb !== undefined) return verb;
  if (word === undefined) throw new Misuse(`say what to do: ${verbNames.join(", ")}; --help tells more.`);
  const question = didYouMean(word, verbNames);
  const help = question === "" ? ` There are ${verbNames.join(", ")}.` : question;
  throw new Misuse(`there is no verb ${quoted(word)}.${help}`);
}

function refuseForeign(verb: VerbName, given: readonly OptionName[]): void {
  const { options } = VERBS[verb];
  const foreign = given.find((name) => !options.includes(name));
  if (foreign !== undefined) {
    const meant = didYouMean(foreign, options);
    throw new Misuse(`${verb} takes no --${foreign}.${meant === "" ? ` See: ${verb} --help` : meant}`);
  }
  const twice = given.find((name, at) => given.indexOf(name) !== at);
  if (twice !== undefined) throw new Misuse(`give --${twice} once.`);
}

function subjectOf(verb: VerbName, words: readonly string[]): string {
  const { subject } = VERBS[verb];
  if (words.length > (subject === undefined ? 0 : 1))
    throw new Misuse(
      `${verb} takes ${subject === undefined ? "no argument" : `one ${subject}`}; put quotes around spaces.`,
    );
  const [word = ""] = words;
  if (subject !== undefined && word === "")
    throw new Misuse(`${verb} needs its ${subject}: ${verb} ${subject}`);
  return word;
}
