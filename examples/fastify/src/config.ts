import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import type { SubscriptionOptions } from "@product-auth/fastify";

/** Where tokens come from, and what they are for. */
export interface EntraConfig {
  readonly tenantId: string;
  readonly authorityHost: string | undefined;
  readonly audiences: { readonly starter: string; readonly pro: string };
}

/** All that the environment decides. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  /** `"local"`: start the embedded issuer on this machine. */
  readonly entra: EntraConfig | "local";
  /** Of the file; empty with a `databaseUrl`. */
  readonly subscriptions: readonly SubscriptionOptions<"pro">[];
  /** PostgreSQL, where subscriptions live instead of the file. */
  readonly databaseUrl: string | undefined;
  /** Redis, where calls are counted instead of in memory. */
  readonly redisUrl: string | undefined;
  /** Where Prometheus gets metrics; undefined: nothing is measured. */
  readonly metricsPort: number | undefined;
  /** Seconds of not being ready before connections are refused, and seconds that requests in flight then have. */
  readonly shutdown: { readonly delay: number; readonly timeout: number };
}

/** Reads and checks the environment; throws one error that names every variable to fix. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const isDevelopment = DEVELOPMENT.includes((env["NODE_ENV"] ?? "").trim().toLowerCase());
  const local = env["AZURE_TENANT_ID"] === undefined && isDevelopment;
  const host = (env["HOST"] ?? "").trim() || "127.0.0.1"; // an empty name would be every address
  const staysHere = isDevelopment && isLoopback(host);

  function required(name: string, what: string, form = /./): string {
    const value = env[name]?.trim() ?? "";
    if (value === "")
      problems.push(`${name} is ${env[name] === undefined ? "not set" : "empty"}: write ${what}`);
    else if (!form.test(value)) problems.push(`${name} is "${value}": write ${what}`);
    return value;
  }

  function wholeNumber(name: string, otherwise: number, most: number, least = 0): number {
    const written = env[name] ?? String(otherwise);
    const number = Number(written);
    if (!/^\d+$/.test(written) || number < least || number > most)
      problems.push(`${name} is "${written}": write a number from ${least} to ${most}`);
    return number;
  }

  // The value may hold a password: the problem does not repeat it.
  function address(name: string, form: string, protocols: readonly string[]): string | undefined {
    const value = env[name]?.trim() ?? "";
    if (value === "") return undefined;
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol))
      problems.push(`${name} is not such an address: write ${form}`);
    return value;
  }

  function logLevel(): string {
    const level = (env["LOG_LEVEL"] ?? "").trim() || "info";
    if (!LOG_LEVELS.includes(level))
      problems.push(`LOG_LEVEL is "${level}": write one of ${LOG_LEVELS.join(", ")}`);
    return level;
  }

  function subscriptions(): readonly SubscriptionOptions<"pro">[] {
    const named = (env["SUBSCRIPTIONS_FILE"] ?? "").trim();
    if (databaseUrl !== undefined) {
      if (named !== "") problems.push("SUBSCRIPTIONS_FILE and DATABASE_URL are set: leave one of them out");
      return [];
    }
    const file = local
      ? named || "subscriptions.local.json"
      : required(
          "SUBSCRIPTIONS_FILE",
          "the path of a JSON file with a list of subscriptions, or set DATABASE_URL",
        );
    if (file === "") return [];
    try {
      const list = JSON.parse(readFileSync(file, "utf8")) as readonly SubscriptionOptions<"pro">[];
      if (!Array.isArray(list))
        problems.push(`SUBSCRIPTIONS_FILE names ${file}, which holds no list: see subscriptions.local.json`);
      if (!local && !staysHere && JSON.stringify(list).includes(DEMO_KEYS))
        problems.push(
          `SUBSCRIPTIONS_FILE names ${file}, whose keys are printed in a public repository: write keys of your own`,
        );
      return list;
    } catch (error) {
      problems.push(
        `SUBSCRIPTIONS_FILE names ${file}, which cannot be read: ${error instanceof Error ? error.message : "unknown reason"}`,
      );
      return [];
    }
  }

  // Local mode admits keys that are printed in a public repository, and tokens that anyone can get.
  if (local && !isLoopback(host))
    problems.push(
      `HOST is "${host}", which other machines can reach, and without AZURE_TENANT_ID the API admits the demo keys: set AZURE_TENANT_ID, or write HOST=127.0.0.1`,
    );
  const authorityHost = (env["AZURE_AUTHORITY_HOST"] ?? "").trim() || undefined;
  if (authorityHost !== undefined && !isHttps(authorityHost) && !isOnThisMachine(authorityHost))
    problems.push(
      `AZURE_AUTHORITY_HOST is "${authorityHost}": leave it out, or write the origin of another login service, https://login.microsoftonline.us`,
    );
  if (!local && !staysHere && authorityHost !== undefined && isOnThisMachine(authorityHost))
    problems.push(
      `AZURE_AUTHORITY_HOST is "${authorityHost}", an issuer on this machine, for development only: leave it out, or write HOST=127.0.0.1 and NODE_ENV=development`,
    );

  const databaseUrl = address("DATABASE_URL", "postgres://user:password@host:5432/database", [
    "postgres:",
    "postgresql:",
  ]);
  const port = wholeNumber("PORT", 3000, 65_535);
  const metricsPort = env["METRICS_PORT"] ? wholeNumber("METRICS_PORT", 9464, 65_535, 1) : undefined;
  if (metricsPort === port) problems.push("METRICS_PORT is the PORT of the API: write another");
  const config: Config = {
    host,
    port,
    logLevel: logLevel(),
    entra: local
      ? "local"
      : {
          tenantId: required(
            "AZURE_TENANT_ID",
            "the directory (tenant) id from the Entra admin center's overview page",
            TENANT,
          ),
          authorityHost,
          audiences: {
            starter: required(
              "STARTER_AUDIENCE",
              "the Application ID URI of the starter product, api://<application id>",
              GUID,
            ),
            pro: required(
              "PRO_AUDIENCE",
              "the Application ID URI of the pro product, api://<application id>",
              GUID,
            ),
          },
        },
    subscriptions: subscriptions(),
    databaseUrl,
    redisUrl: address("REDIS_URL", "redis://user:password@host:6379", ["redis:", "rediss:"]),
    metricsPort,
    shutdown: {
      delay: wholeNumber("SHUTDOWN_DELAY", 0, 600),
      timeout: wholeNumber("SHUTDOWN_TIMEOUT", 8, 600), // Docker kills after 10 seconds
    },
  };
  if (problems.length > 0)
    throw new Error(
      `The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  return config;
}

/** Names of environments for development and tests. Deployed ones have many: production, prod, live, staging. */
const DEVELOPMENT = ["", "dev", "development", "local", "test", "testing", "e2e", "ci"];

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** A GUID or a domain name. "common" and its like stand for every tenant. */
const TENANT = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]+(\.[\w-]+)+)$/i;

/** With this begin the keys of subscriptions.local.json. */
const DEMO_KEYS = '"local-demo-';

/** Whether only this machine can reach a host with that name. */
function isLoopback(host: string): boolean {
  return /^(localhost|::1|\[::1\])$/i.test(host) || (isIPv4(host) && host.startsWith("127."));
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === "https:";
}

function isOnThisMachine(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}
