import { parseArgs } from "node:util";
import { CALLERS, FRAMEWORKS, STORES } from "../choices/choices.js";
import { UsageError } from "./usage-error.js";

const OPTIONS = {
  framework: { type: "string" },
  callers: { type: "string" },
  portal: { type: "boolean" },
  issuer: { type: "string" },
  store: { type: "string" },
  yes: { type: "boolean", short: "y" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** What to write after an option. */
const VALUES: Readonly<Record<string, string>> = {
  framework: `one of ${FRAMEWORKS.join(", ")}`,
  callers: `one of ${CALLERS.join(", ")}`,
  issuer: "local, or the directory (tenant) id from the overview page of the Entra admin center",
  store: `one of ${STORES.join(", ")}`,
};

/** The options of a command line; undefined where it has none. */
export interface OptionValues {
  readonly framework?: string | undefined;
  readonly callers?: string | undefined;
  readonly portal?: boolean | undefined;
  readonly issuer?: string | undefined;
  readonly store?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly help?: boolean | undefined;
  readonly version?: boolean | undefined;
}

/** Tells options from folders. Throws `UsageError` for an unknown option, and for one that lacks its value or has none. */
export function parseOptions(args: readonly string[]): {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
} {
  const settings = { args: [...args], options: OPTIONS, allowPositionals: true } as const;
  const { tokens } = parseArgs({ ...settings, strict: false, tokens: true });
  for (const token of tokens) if (token.kind === "option") refuseWrong(token);
  const { values, positionals } = parseArgs({ ...settings, allowNegative: true });
  return { values, positionals };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function refuseWrong({ name, rawName, value, inlineValue }: OptionToken): void {
  if (rawName === "--no-portal" && value === undefined) return;
  if (!Object.hasOwn(OPTIONS, name))
    throw new UsageError(
      `There is no option ${rawName}. Write one of ${Object.keys(OPTIONS)
        .map((each) => (each === "portal" ? "--portal, --no-portal" : `--${each}`))
        .join(", ")}. A folder that starts with a dash: ./-name.`,
    );
  const wanted = VALUES[name];
  if (wanted === undefined && value !== undefined) throw new UsageError(`${rawName} takes no value.`);
  if (wanted !== undefined && (value === undefined || (!inlineValue && value.startsWith("-"))))
    throw new UsageError(`${rawName} has no value. Write ${wanted}.`);
}
