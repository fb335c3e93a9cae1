import { parseArgs } from "node:util";
import type { Rule } from "@product-auth/core";

/** What the command line asks for. */
export type Wish =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | {
      readonly kind: "explain";
      /** The token itself, or "-" for standard input. */
      readonly token: string;
      readonly config: string;
      /** Undefined: any product. */
      readonly rule: Rule | undefined;
      readonly json: boolean;
      readonly showPersonal: boolean;
    }
  | {
      readonly kind: "log";
      /** The file with the log, or "-" for standard input. */
      readonly log: string;
      /** The file with the catalog to compare with; undefined: `product-auth.json`, when there is one. */
      readonly config: string | undefined;
      readonly json: boolean;
    };

/** Reads the arguments; throws one line when they make no sense. */
export function readArguments(args: readonly string[]): Wish {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  if (values.log !== undefined) return logWish(values.log, values, positionals);
  return {
    kind: "explain",
    token: theToken(positionals),
    config: values.config ?? "product-auth.json",
    rule: ruleOf(values),
    json: values.json === true,
    showPersonal: values["show-personal"] === true,
  };
}

function logWish(
  log: string,
  values: Demands & { readonly config?: string; readonly json?: boolean; readonly "show-personal"?: boolean },
  words: readonly string[],
): Wish {
  const others = ["product", "scope", "role", "show-personal"] as const;
  const other = others.find((name) => values[name] !== undefined);
  if (other !== undefined)
    throw new Error(`--${other} does not go with --log: the log names the rule, and contains no token.`);
  if (words.length > 0) throw new Error("give a token or --log, not both.");
  return { kind: "log", log, config: values.config, json: values.json === true };
}

interface Demands {
  readonly product?: string[];
  readonly scope?: string[];
  readonly role?: string[];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        product: { type: "string", multiple: true },
        scope: { type: "string", multiple: true },
        role: { type: "string", multiple: true },
        log: { type: "string" },
        json: { type: "boolean" },
        "show-personal": { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    const said = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new Error(`${said}; --help lists the options.`, { cause: error });
  }
}

// "Bearer eyJ…" without quotes arrives as two words.
function theToken(words: readonly string[]): string {
  if (words.length === 0) throw new Error("there is no token: give it, or - to read it from standard input.");
  if (words.length === 1) return words[0]!;
  if (words.length === 2 && /^bearer$/i.test(words[0]!)) return words[1]!;
  throw new Error("there is more than one token: give one, without spaces in it.");
}

function ruleOf({ product, scope, role }: Demands): Rule | undefined {
  if (product === undefined && scope === undefined && role === undefined) return undefined;
  return {
    ...(product !== undefined && { product }),
    ...(scope !== undefined && { scopes: scope }),
    ...(role !== undefined && { roles: role }),
  };
}
