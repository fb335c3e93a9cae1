import { parseArgs, type ParseArgsConfig } from "node:util";
import { didYouMean } from "../did-you-mean.js";
import { Misuse } from "../misuse.js";
import { quoted } from "../quoted.js";

type Options = NonNullable<ParseArgsConfig["options"]>;
interface Form<Some extends Options> {
  readonly args: string[];
  readonly options: Some;
  readonly allowPositionals: true;
  readonly tokens: true;
}

/** Values and positionals of a command line, and the names of its options in the order in which they were written. */
export type Parsed<Some extends Options> = Pick<
  ReturnType<typeof parseArgs<Form<Some>>>,
  "values" | "positionals"
> & { readonly given: readonly (keyof Some & string)[] };

/** Parses a command line; throws `Misuse` for an unknown option or a missing value. Repeats no value: it may be a secret. */
export function parseStrictly<const Some extends Options>(
  args: readonly string[],
  options: Some,
): Parsed<Some> {
  const form: Form<Some> = { args: [...args], options, allowPositionals: true, tokens: true };
  for (const token of parseArgs({ ...form, strict: false }).tokens)
    if (token.kind === "option" && !Object.hasOwn(options, token.name)) {
      const dashed = Object.keys(options).map((name) => `--${name}`);
      throw new Misuse(`there is no option ${quoted(token.rawName)}.${didYouMean(token.rawName, dashed)}`);
    }
  try {
    const { values, positionals, tokens } = parseArgs(form);
    const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
    return { values, positionals, given };
  } catch (error) {
    const [message] = error instanceof Error ? error.message.split(/[.\n]/) : [String(error)];
    throw new Misuse(`${message}; --help lists the options.`, { cause: error });
  }
}

/** Throws `Misuse` when an option is there twice. */
export function refuseTwice(given: readonly string[]): void {
  const twice = given.find((name, at) => given.indexOf(name) !== at);
  if (twice !== undefined) throw new Misuse(`give --${twice} once.`);
}
