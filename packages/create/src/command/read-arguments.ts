import { CALLERS, FRAMEWORKS, STORES, needsIssuer, needsStore, type Choices } from "../choices/choices.js";
import { issuerProblem } from "./issuer-problem.js";
import { parseOptions, type OptionValues } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/** What the command line says; undefined where it says nothing. */
export interface Arguments {
  readonly folder: string | undefined;
  readonly framework: Choices["framework"] | undefined;
  readonly callers: Choices["callers"] | undefined;
  readonly portal: boolean | undefined;
  readonly issuer: string | undefined;
  readonly store: Choices["store"];
  readonly yes: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Reads the arguments. Throws `UsageError`. `env`: where npm leaves the options that it did not pass on. */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Arguments {
  const { values, positionals } = parseOptions(args);
  refuseLost(values, env);
  if (positionals.length > 1)
    throw new UsageError(`There are ${positionals.length} folders: ${positionals.join(", ")}. Write one.`);
  const { issuer, portal } = values;
  const problem = issuer === undefined ? undefined : issuerProblem(issuer);
  if (problem !== undefined) throw new UsageError(`--issuer ${problem}`);
  if (positionals[0]?.trim() === "") throw new UsageError("FOLDER is empty. Write a name, such as my-api.");
  return {
    folder: positionals[0],
    framework: oneOf("--framework", values.framework, FRAMEWORKS),
    callers: oneOf("--callers", values.callers, CALLERS),
    portal,
    issuer: issuer?.toLowerCase(),
    store: oneOf("--store", values.store, STORES),
    yes: values.yes ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

/** Throws `UsageError` when an option was given that the other choices have no use for. */
export function refuseUseless(
  { issuer, store }: Arguments,
  chosen: Pick<Choices, "callers" | "portal">,
): void {
  if (issuer !== undefined && !needsIssuer(chosen))
    throw new UsageError(
      "--issuer has no effect: callers show keys, and there is no portal to sign in to. Leave it out, or add --portal.",
    );
  if (store !== undefined && !needsStore(chosen))
    throw new UsageError(
      "--store has no effect: callers show tokens, so there are no subscriptions. Leave it out, or write --callers either.",
    );
}

/** Throws `UsageError` for an option that npm kept, because it was not written after `--`: it would have no effect. */
function refuseLost(values: OptionValues, env: Readonly<Record<string, string | undefined>>): void {
  const ours = ["framework", "callers", "portal", "issuer", "store"] as const;
  const lost = ours.filter((name) => values[name] === undefined && env[`npm_config_${name}`] !== undefined);
  if (lost.length > 0)
    throw new UsageError(
      `npm did not pass on ${lost.map((name) => `--${name}`).join(", ")}. Write all options after --: npm create @product-auth@latest my-api -- --framework koa`,
    );
}

function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  all: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = all.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`${option} is ${JSON.stringify(value)}. Write one of ${all.join(", ")}.`);
  return found;
}
