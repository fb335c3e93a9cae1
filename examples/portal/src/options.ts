import { parseArgs } from "node:util";

/** What the command line says. */
export interface Options {
  readonly port: number;
  readonly entraPort: number;
  readonly framework: "express" | "koa" | "fastify";
  /** `memory`, `file:PATH` or `postgres://…`. */
  readonly store: string;
  /** Lets `POST /emulator/faults` break the issuer. */
  readonly controls: boolean;
  /** Milliseconds since 1970 at which the clock of API and portal stands still; undefined: it runs. */
  readonly at: number | undefined;
  /** Password of the administrator who signs in with e-mail and password. Default: a random one. */
  readonly adminPassword: string | undefined;
}

const USAGE = `npm run portal -- [options]

  --port N             port of API and portal, default 3000
  --entra-port N       port of the issuer, default 8090
  --framework NAME     express (default), koa or fastify
  --store WHERE        memory (default), file:PATH or postgres://user:password@host/database
  --controls           POST /emulator/faults breaks the issuer, for tests
  --at TIME            stops the clock of API and portal, for pictures: 2026-11-29T12:00Z
  --help               this text

PORTAL_ADMIN_PASSWORD is the password of admin@contoso.example; without it, a random one is printed.`;

const FRAMEWORKS = ["express", "koa", "fastify"] as const;

/** Reads the arguments; ends the process after `--help` and for a mistake. */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "3000" },
        "entra-port": { type: "string", default: "8090" },
        framework: { type: "string", default: "express" },
        store: { type: "string", default: "memory" },
        controls: { type: "boolean", default: false },
        at: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const framework = FRAMEWORKS.find((name) => name === values.framework);
    if (framework === undefined)
      throw new Error(`--framework is ${values.framework}; write one of ${FRAMEWORKS.join(", ")}`);
    if (!/^(?:memory$|file:.|postgres(?:ql)?:\/\/)/.test(values.store))
      throw new Error(`--store is ${values.store}; write memory, file:PATH or postgres://…`);
    return {
      port: portOf("--port", values.port),
      entraPort: portOf("--entra-port", values["entra-port"]),
      framework,
      store: values.store,
      controls: values.controls,
      at: values.at === undefined ? undefined : timeOf("--at", values.at),
      adminPassword: process.env["PORTAL_ADMIN_PASSWORD"],
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`${name} is ${text}; write a number from 0 to 65535`);
}

function timeOf(name: string, text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new Error(`${name} is ${text}; write a time such as 2026-11-29T12:00Z`);
}
