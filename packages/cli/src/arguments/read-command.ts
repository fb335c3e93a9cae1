import { Misuse } from "../misuse.js";
import { didYouMean } from "../did-you-mean.js";
import { quoted } from "../quoted.js";
import { parseStrictly } from "./parse-strictly.js";
import type { CommandForm, CommandWish, OptionForm, Standing, VerbForm } from "./command-form.js";

/** Reads the arguments; throws `Misuse` when they make no sense. Never repeats a value: it may be a secret. */
export function readCommand<Verb extends string, Text extends string, Flag extends string>(
  { verbs, options }: CommandForm<Verb, Text, Flag>,
  args: readonly string[],
): CommandWish<Verb, Text, Flag> {
  type Name = Text | Flag | Standing;
  const forms: Readonly<Record<string, OptionForm>> = options;
  const parsed = parse(args, forms);
  const { values, positionals } = parsed;
  const given = parsed.given as readonly Name[];
  if (given.includes("version")) return { kind: "version" };
  const [word, ...rest] = positionals;
  if (word === undefined && given.includes("help")) return { kind: "help", verb: undefined };
  const verb = verbFor(word, Object.keys(verbs) as Verb[]);
  if (given.includes("help")) return { kind: "help", verb };
  refuseForeign(verb, verbs[verb], given, forms);
  const entries = Object.entries(values);
  return {
    kind: "do",
    verb,
    subject: subjectOf(verb, verbs[verb], rest),
    texts: Object.fromEntries(entries.filter(([, value]) => typeof value === "string")) as Partial<
      Record<Text, string>
    >,
    lists: Object.fromEntries(entries.filter(([, value]) => Array.isArray(value))) as Partial<
      Record<Text, string[]>
    >,
    flags: new Set(given.filter((name): name is Flag => forms[name]?.value === undefined)),
  };
}

function parse(args: readonly string[], forms: Readonly<Record<string, OptionForm>>) {
  const options = Object.fromEntries(
    Object.entries(forms).map(([name, { value, often }]) => [
      name,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        ...(often === true && { multiple: true }),
        ...(name === "help" && { short: "h" }),
      },
    ]),
  );
  return parseStrictly(args, options);
}

function verbFor<Verb extends string>(word: string | undefined, names: readonly Verb[]): Verb {
  const verb = names.find((name) => name === word);
  if (verb !== undefined) return verb;
  if (word === undefined) throw new Misuse(`say what to do: ${names.join(", ")}; --help tells more.`);
  const question = didYouMean(word, names);
  const help = question === "" ? ` There are ${names.join(", ")}.` : question;
  throw new Misuse(`there is no verb ${quoted(word)}.${help}`);
}

function refuseForeign(
  verb: string,
  { options }: VerbForm,
  given: readonly string[],
  forms: Readonly<Record<string, OptionForm>>,
): void {
  const foreign = given.find((name) => !options.includes(name));
  if (foreign !== undefined) {
    const meant = didYouMean(foreign, options);
    throw new Misuse(`${verb} takes no --${foreign}.${meant === "" ? ` See: ${verb} --help` : meant}`);
  }
  const twice = given.find((name, at) => forms[name]?.often !== true && given.indexOf(name) !== at);
  if (twice !== undefined) throw new Misuse(`give --${twice} once.`);
}

function subjectOf(verb: string, { subject }: VerbForm, words: readonly string[]): string {
  if (words.length > (subject === undefined ? 0 : 1))
    throw new Misuse(
      `${verb} takes ${subject === undefined ? "no argument" : `one ${subject}`}; put quotes around spaces.`,
    );
  const [word = ""] = words;
  if (subject !== undefined && !subject.startsWith("[") && word === "")
    throw new Misuse(`${verb} needs its ${subject}: ${verb} ${subject}`);
  return word;
}
