import { OPTIONS, type OptionName } from "../arguments/options.js";
import { verbNames, VERBS, type VerbName } from "../arguments/verbs.js";

/** The command's help. */
export function usage(): string {
  const verbs = verbNames.map((name): Row => [signature(name), VERBS[name].says]);
  return `Usage: product-auth subscriptions VERB [options]

Administers the subscriptions of Product Auth in a file, in PostgreSQL or in Redis.

${columns(verbs)}

${columns((["store", "store-env", "json", "help", "version"] as const).map(optionRow))}

Each verb has more options: product-auth subscriptions VERB --help

Keys are shown once, by the verb that makes them; the store keeps digests. Ends with 0 when it is done, 1 when
it is refused or not found, and 2 when the command makes no sense or the store cannot be used.
`;
}

/** The help of one verb. */
export function usageOf(name: VerbName): string {
  const { says, options } = VERBS[name];
  return `Usage: product-auth subscriptions ${signature(name)} [options]

It ${says}.

${columns([...options, "help" as const].map(optionRow))}
`;
}

type Row = readonly [string, string];

function signature(name: VerbName): string {
  const { subject } = VERBS[name];
  return subject === undefined ? name : `${name} ${subject}`;
}

function optionRow(name: OptionName): Row {
  const option: { value?: string; says: string } = OPTIONS[name];
  return [`--${name}${option.value === undefined ? "" : ` ${option.value}`}`, option.says];
}

function columns(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
