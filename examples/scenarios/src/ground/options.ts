import { parseArgs } from "node:util";
import { SCENARIOS } from "../scenarios.js";
import { FRAMEWORKS, type Framework } from "./frameworks.js";

/** What the command line asks for. */
export interface Options {
  readonly name: string;
  readonly framework: Framework;
  /** Walk and end. */
  readonly once: boolean;
  readonly port: number;
  readonly entraPort: number;
}

const HELP = `npm run scenario -- NAME [options]

Starts everything a scenario needs on this machine, walks through it, and leaves it running until Ctrl+C.

${Object.entries(SCENARIOS)
  .map(([name, { summary, framework }]) => `  ${name.padEnd(14)}${summary} (${framework})`)
  .join("\n")}

  --framework NAME   ${FRAMEWORKS.join(", ")}; the default stands in brackets
  --once             walk and end: exit 0 when every step saw what it had to, 1 otherwise
  --port N           port of the API     (default 3000; with --once any free one)
  --entra-port N     port of the issuer  (default 8090; with --once any free one)
  --help             this text
`;

/** Reads the command line; prints help or a mistake, and ends the process, where that is what follows. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        framework: { type: "string" },
        once: { type: "boolean", default: false },
        port: { type: "string" },
        "entra-port": { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const [name = "", ...more] = positionals;
    if (!Object.hasOwn(SCENARIOS, name) || more.length > 0) throw new Error(nameMistake(positionals));
    const otherwise = (port: number): number => (values.once ? 0 : port);
    return {
      name,
      framework: frameworkOf(values.framework) ?? SCENARIOS[name]!.framework,
      once: values.once,
      port: portOf("--port", values.port) ?? otherwise(3000),
      entraPort: portOf("--entra-port", values["entra-port"]) ?? otherwise(8090),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
}

function nameMistake(positionals: readonly string[]): string {
  const names = Object.keys(SCENARIOS).join(", ");
  return positionals.length === 0
    ? `Name a scenario: ${names}.`
    : `There is no scenario "${positionals.join(" ")}"; write one of ${names}.`;
}

function frameworkOf(written: string | undefined): Framework | undefined {
  if (written === undefined) return undefined;
  const found = FRAMEWORKS.find((name) => name === written);
  if (found !== undefined) return found;
  throw new Error(`--framework is "${written}"; write one of ${FRAMEWORKS.join(", ")}.`);
}

function portOf(name: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const port = Number(written);
  if (/^\d{1,5}$/.test(written) && port <= 65_535) return port;
  throw new Error(`${name} is "${written}"; write a number from 0 to 65535.`);
}
