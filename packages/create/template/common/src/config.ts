// @if issuer
// @if tokens
/** Where tokens come from, and what they are for. */
// @else
/** Where users of the portal sign in. */
// @end
export interface EntraConfig {
  readonly tenantId: string;
  readonly authorityHost?: string;
  // @if tokens
  readonly audience: string;
  // @end
  // @if portal
  /** The portal's registration, with which users sign in. */
  readonly portal: {
    readonly clientId: string;
    readonly clientSecret: string;
  };
  // @end
}

// @end
/** All that the environment decides. */
export interface Config {
  readonly host: string;
  readonly port: number;
  // @if entra
  readonly entra: EntraConfig;
  // @end
  // @if local
  /** `"local"`: start the embedded issuer on this machine. */
  readonly entra: EntraConfig | "local";
  // @end
  // @if portal
  /** Address of the portal as browsers see it. */
  readonly publicUrl: string;
  // @end
  // @if file
  readonly subscriptionsFile: string;
  // @end
  // @if postgres
  readonly databaseUrl: string;
  // @end
  // @if redis
  readonly redisUrl: string;
  // @end
  // @if recordsFile
  readonly recordsFile: string;
  // @end
}

/** Reads and checks the environment; throws one error that names every variable to fix. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const read = (name: string) => env[name]?.trim() ?? "";

  // @if required
  function required(name: string, what: string): string {
    const value = read(name);
    if (value === "") problems.push(`${name} is not set: write ${what}`);
    return value;
  }

  // @end
  function portOf(written: string): number {
    const number = Number(written);
    if (!/^\d+$/.test(written) || number > 65_535)
      problems.push(`PORT is "${written}": write a number from 0 to 65535`);
    return number;
  }

  // @if issuer
  function entra(): EntraConfig {
    return {
      tenantId: required(
        "AZURE_TENANT_ID",
        "the directory (tenant) id from the Entra admin center's overview page",
      ),
      // @if tokens
      audience: required(
        "STARTER_AUDIENCE",
        "the Application ID URI of the starter product, api://<application id>",
      ),
      // @end
      // @if portal
      portal: {
        clientId: required(
          "PORTAL_CLIENT_ID",
          "the application (client) id of the portal's registration",
        ),
        clientSecret: required(
          "PORTAL_CLIENT_SECRET",
          "a client secret of the portal's registration",
        ),
      },
      // @end
    };
  }

  // @end
  const port = portOf(read("PORT") || "3000");
  // @if local
  const isLocal =
    read("AZURE_TENANT_ID") === "" && env["NODE_ENV"] !== "production";
  // @end
  const host = read("HOST") || "127.0.0.1";
  // @if local
  if (isLocal && !["127.0.0.1", "::1", "localhost"].includes(host))
    problems.push(
      `HOST is "${host}", and the issuer on this machine is for development only: set AZURE_TENANT_ID, or write HOST=127.0.0.1`,
    );
  // @end
  const config: Config = {
    host,
    port,
    // @if entra
    entra: entra(),
    // @end
    // @if local
    entra: isLocal ? "local" : entra(),
    // @end
    // @if portal
    publicUrl: read("PUBLIC_URL") || `http://127.0.0.1:${port}/developer`,
    // @end
    // @if file
    subscriptionsFile: read("SUBSCRIPTIONS_FILE") || "subscriptions.json",
    // @end
    // @if postgres
    databaseUrl: required(
      "DATABASE_URL",
      "the address of a PostgreSQL database, postgres://user:password@host/database",
    ),
    // @end
    // @if redis
    redisUrl: required(
      "REDIS_URL",
      "the address of a Redis server, redis://host:6379",
    ),
    // @end
    // @if recordsFile
    recordsFile: read("RECORDS_FILE") || "records.json",
    // @end
  };
  if (problems.length > 0)
    throw new Error(
      `The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  return config;
}
