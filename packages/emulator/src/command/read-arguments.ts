import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EntraOptions } from "../entra-options.js";

/** What the command line asks for. */
export type Wish =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | {
      readonly kind: "start";
      readonly config: string | undefined;
      /** Whether to print one JSON document instead of text. */
      readonly json: boolean;
      /** Hold unless the config file says otherwise. */
      readonly defaults: EntraOptions;
      /** Hold whatever the config file says. */
      readonly options: EntraOptions;
    };

/** Reads the arguments; throws one line when they make no sense. */
export function readArguments(args: readonly string[]): Wish {
  const values = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const { port, host, config } = values;
  const directory = values["tls-dir"];
  return {
    kind: "start",
    config,
    json: values.json === true,
    defaults: { tls: { directory: join(homedir(), ".product-auth", "emulator") } },
    options: {
      ...(port === undefined ? {} : { port: portNumber(port) }),
      ...(host === undefined ? {} : { host }),
      ...(values["allow-remote"] === true ? { allowRemote: true } : {}),
      ...(values.https === true ? { protocol: "https" as const } : {}),
      ...(directory === undefined ? {} : { tls: { directory } }),
    },
  };
}

interface Values {
  port?: string;
  host?: string;
  config?: string;
  https?: boolean;
  "tls-dir"?: string;
  "allow-remote"?: boolean;
  json?: boolean;
  help?: boolean;
  version?: boolean;
}

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        host: { type: "string" },
        config: { type: "string" },
        https: { type: "boolean" },
        "tls-dir": { type: "string" },
        "allow-remote": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new Error(`${said}; --help lists the options.`, { cause: error });
  }
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port ${text} is not a port: give a number from 0 to 65535.`);
}
