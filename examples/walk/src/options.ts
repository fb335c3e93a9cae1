import { parseArgs } from "node:util";

/** What the command line asks for. */
export interface WalkOptions {
  /** Walk through the main job and end: exit 0 when every step answered as expected. */
  readonly once: boolean;
  readonly port: number;
  readonly entraPort: number;
}

const HELP = `Starts an Entra-compatible issuer and the Express example on this machine, walks through the main job
against them, and leaves them running.

  npm start                     walk, then stay up and print curl lines to go on with
  npm start -- --once           walk and end: exit 0 when every step answered as expected, 1 otherwise

  --port N         port of the API     (default 3000; with --once any free one)
  --entra-port N   port of the issuer  (default 8090; with --once any free one)
  --help           this text
`;

/** Reads the command line; prints help or a complaint and ends the process where that is what is wanted. */
export function readOptions(args: readonly string[]): WalkOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
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
    const otherwise = (port: number) => (values.once ? 0 : port);
    return {
      once: values.once,
      port: portOf("--port", values.port) ?? otherwise(3000),
      entraPort: portOf("--entra-port", values["entra-port"]) ?? otherwise(8090),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(1);
  }
}

function portOf(name: string, written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const port = Number(written);
  if (/^\d+$/.test(written) && port <= 65_535) return port;
  throw new Error(`${name} is "${written}": write a number from 0 to 65535`);
}
