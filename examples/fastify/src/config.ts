import { readFileSync } from "node:fs";
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

/** Reads and checks the environment; throws one error that names every variable to mend. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const local = env["AZURE_TENANT_ID"] === undefined && env["NODE_ENV"] !== "production";

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
      return JSON.parse(readFileSync(file, "utf8")) as readonly SubscriptionOptions<"pro">[];
    } catch (error) {
      problems.push(
        `SUBSCRIPTIONS_FILE names ${file}, which cannot be read: ${error instanceof Error ? error.message : "unknown reason"}`,
      );
      return [];
    }
  }

  const config: Config = {
    host: env["HOST"] ?? "127.0.0.1",
    port: port(),
    entra: local
      ? "local"
      : {
          tenantId: required(
            "AZURE_TENANT_ID",
            "the directory (tenant) id from the Entra admin center's overview page",
          ),
          authorityHost: env["AZURE_AUTHORITY_HOST"],
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
