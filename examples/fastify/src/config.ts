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
  /** `"local"`: start the embedded issuer on this machine. */
  readonly entra: EntraConfig | "local";
  readonly subscriptions: readonly SubscriptionOptions<"pro">[];
}

/** Reads and checks the environment; throws one error that names every variable to fix. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const isDevelopment = DEVELOPMENT.includes((env["NODE_ENV"] ?? "").trim().toLowerCase());
  const local = env["AZURE_TENANT_ID"] === undefined && isDevelopment;
  const host = (env["HOST"] ?? "").trim() || "127.0.0.1"; // an empty name would be every address
  const staysHere = isDevelopment && isLoopback(host);

  function required(name: string, what: string): string {
    const value = env[name]?.trim() ?? "";
    if (value === "")
      problems.push(`${name} is ${env[name] === undefined ? "not set" : "empty"}: write ${what}`);
    return value;
  }

  function port(): number {
    const written = env["PORT"] ?? "3000";
    const number = Number(written);
    if (!/^\d+$/.test(written) || number > 65_535)
      problems.push(`PORT is "${written}": write a number from 0 to 65535`);
    return number;
  }

  function subscriptions(): readonly SubscriptionOptions<"pro">[] {
    const file = local
      ? (env["SUBSCRIPTIONS_FILE"] ?? "subscriptions.local.json")
      : required("SUBSCRIPTIONS_FILE", "the path of a JSON file with a list of subscriptions");
    if (file === "") return [];
    try {
      const list = JSON.parse(readFileSync(file, "utf8")) as readonly SubscriptionOptions<"pro">[];
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
  const authorityHost = env["AZURE_AUTHORITY_HOST"];
  if (!local && !staysHere && authorityHost !== undefined && isOnThisMachine(authorityHost))
    problems.push(
      `AZURE_AUTHORITY_HOST is "${authorityHost}", an issuer on this machine, for development only: leave it out, or write HOST=127.0.0.1 and NODE_ENV=development`,
    );

  const config: Config = {
    host,
    port: port(),
    entra: local
      ? "local"
      : {
          tenantId: required(
            "AZURE_TENANT_ID",
            "the directory (tenant) id from the Entra admin center's overview page",
          ),
          authorityHost,
          audiences: {
            starter: required(
              "STARTER_AUDIENCE",
              "the Application ID URI of the starter product, api://<application id>",
            ),
            pro: required(
              "PRO_AUDIENCE",
              "the Application ID URI of the pro product, api://<application id>",
            ),
          },
        },
    subscriptions: subscriptions(),
  };
  if (problems.length > 0)
    throw new Error(
      `The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  return config;
}

/** Names of environments for development and tests. Deployed ones have many: production, prod, live, staging. */
const DEVELOPMENT = ["", "dev", "development", "local", "test", "testing", "e2e", "ci"];

/** With this begin the keys of subscriptions.local.json. */
const DEMO_KEYS = '"local-demo-';

/** Whether only this machine can reach a host with that name. */
function isLoopback(host: string): boolean {
  return /^(localhost|::1|\[::1\])$/i.test(host) || (isIPv4(host) && host.startsWith("127."));
}

function isOnThisMachine(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}
