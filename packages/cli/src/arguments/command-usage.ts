import type { CommandForm, OptionForm } from "./command-form.js";

/** The help of a command. */
export function commandUsage<Verb extends string, Text extends string, Flag extends string>(
  form: CommandForm<Verb, Text, Flag>,
): string {
  const { command, verbs, help } = form;
  const names = Object.keys(verbs) as Verb[];
  return `Usage: product-auth ${command} VERB [options]

${help.before}

${columns(names.map((name): Row => [signature(form, name), verbs[name].says]))}

${columns(help.options.map((name) => optionRow(form, name)))}

Each verb has more options: product-auth ${command} VERB --help

${help.after}
`;
}

/** The help of one verb. */
export function verbUsage<Verb extends string, Text extends string, Flag extends string>(
  form: CommandForm<Verb, Text, Flag>,
  name: Verb,
): string {
  const { says, options } = form.verbs[name];
  return `Usage: product-auth ${form.command} ${signature(form, name)} [options]

It ${says}.

${columns([...options, "help" as const].map((option) => optionRow(form, option)))}
`;
}

type Row = readonly [string, string];
type AnyForm = CommandForm<string, string, string>;

function signature(form: Pick<AnyForm, "verbs">, name: string): string {
  const subject = form.verbs[name]?.subject;
  return subject === undefined ? name : `${name} ${subject}`;
}

function optionRow(form: Pick<AnyForm, "options">, name: string): Row {
  const { value, says }: OptionForm = form.options[name]!;
  return [`--${name}${value === undefined ? "" : ` ${value}`}`, says];
}

function columns(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
