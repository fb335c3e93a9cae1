import { parseArgs } from "node:util";
import { didYouMean } from "../did-you-mean.js";

/** What the report needs to know. */
export interface RoutesWish {
  readonly module: string;
  readonly export: string | undefined;
  readonly json: boolean;
  readonly strict: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** What the command line asks for. */
export type RoutesOrder =
  { readonly kind: "help" } | { readonly kind: "version" } | ({ readonly kind: "routes" } & RoutesWish);

const OPTIONS = {
  export: { type: "string" },
  json: { type: "boolean" },
  strict: { type: "boolean" },
  timeout: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** Reads the arguments; throws one line when they make no sense. */
export function readRoutesArguments(args: readonly string[]): RoutesOrder {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [module, ...more] = positionals;
  if (module === undefined) throw new Error("say where the application is: routes ./dist/app.js");
  if (more.length > 0) throw new Error(`one module at a time; "${more[0]}" is one too many.`);
  return {
    kind: "routes",
    module,
    export: values.export,
    json: values.json === true,
    strict: values.strict === true,
    timeout: seconds(values.timeout ?? "30"),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    const said = error instanceof Error ? error.message.split(". ")[0]! : String(error);
    const [, unknown] = /^Unknown option '--([\w-]+)/.exec(said) ?? [];
    const options = Object.keys(OPTIONS).map((name) => `--${name}`);
    const question = unknown === undefined ? "" : didYouMean(`--${unknown}`, options);
    throw new Error(`${said}${question === "" ? "; --help lists the options." : `.${question}`}`, {
      cause: error,
    });
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d{1,4}$/.test(text) && value > 0) return value;
  throw new Error("--timeout is a number of seconds from 1 to 9999.");
}
