import { ConfigurationError, type Problem } from "@product-auth/core";
import type { GraphCredential } from "@product-auth/graph";
import type { CommandIo } from "../command-io.js";
import type { GraphProgram } from "./graph-program.js";

/** How Graph is reached. */
export interface GraphEnvironment {
  readonly tenantId: string;
  readonly credential: GraphCredential;
  readonly graphUrl?: string;
  readonly authorityHost?: string;
}

/** What the command line states about it. */
export interface GraphChoice {
  readonly tenant: string | undefined;
  readonly managedIdentity: boolean;
}

/** Reads tenant, credential and addresses. Throws one `ConfigurationError` whose paths are variables and options. */
export function readGraphEnvironment(
  env: CommandIo["env"],
  { tenant, managedIdentity }: GraphChoice,
  program: Pick<GraphProgram, "environmentCredential">,
): GraphEnvironment {
  const problems: Problem[] = [];
  const tenantId = tenant ?? env["AZURE_TENANT_ID"] ?? "";
  const tenantPath = tenant === undefined ? "AZURE_TENANT_ID" : "--tenant";
  const tenantProblem = problemOfTenant(tenantId);
  if (tenantProblem !== undefined)
    problems.push({
      path: tenantPath,
      message: tenantProblem,
      fix: "write the directory (tenant) id from the overview of Entra ID, or pass --tenant ID",
    });
  const graphUrl = addressOf("PRODUCT_AUTH_GRAPH_URL", env, problems);
  const authorityHost = addressOf("AZURE_AUTHORITY_HOST", env, problems);
  let credential: GraphCredential | undefined;
  try {
    credential = program.environmentCredential({ ...env, AZURE_TENANT_ID: tenantId }, { managedIdentity });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const known = problems.map(({ path }) => (path === "--tenant" ? "AZURE_TENANT_ID" : path));
    problems.push(...error.problems.filter(({ path }) => !known.includes(path)));
  }
  if (problems.length > 0 || credential === undefined) throw new ConfigurationError(problems);
  return {
    tenantId,
    credential,
    ...(graphUrl !== undefined && { graphUrl }),
    ...(authorityHost !== undefined && { authorityHost }),
  };
}

function problemOfTenant(tenant: string): string | undefined {
  if (tenant === "") return "is not set";
  if (/^(common|organizations|consumers)$/i.test(tenant)) return "is not one tenant";
  return /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(tenant) ? undefined : "is not a tenant id or a domain";
}

function addressOf(name: string, env: CommandIo["env"], problems: Problem[]): string | undefined {
  const text = env[name] ?? "";
  if (text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // An empty query is in no member of the URL, and what is appended to the address would become part of it.
  if (url !== undefined && !/[?#]/.test(text) && isTrustworthy(url)) return text.replace(/\/+$/, "");
  problems.push({
    path: name,
    message: "is not an address that a token may be sent to",
    fix: "write an address with https, or with http on this machine, without user, query and fragment",
  });
  return undefined;
}

function isTrustworthy({ protocol, hostname, username, password }: URL): boolean {
  if (`${username}${password}` !== "") return false;
  if (protocol === "https:") return true;
  return protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}
