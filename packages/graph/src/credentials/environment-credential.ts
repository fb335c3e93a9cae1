import { readFileSync } from "node:fs";
import { ConfigurationError, type Problem } from "@product-auth/core";
import { isGuid } from "../client/guid.js";
import { addressProblem } from "../options/address-problem.js";
import type { GraphOptions } from "../options/graph-options.js";
import { AUTHORITY_HOST } from "../options/settle-graph-options.js";
import { tenantProblem } from "../options/tenant-problem.js";
import { certificateCredential, certificateOf, type ClientCertificate } from "./certificate-credential.js";
import { clientSecretCredential, type EntraClient } from "./entra-credential.js";
import { federatedCredential } from "./federated-credential.js";
import { givenToken } from "./given-token.js";
import type { GraphCredential } from "./graph-credential.js";
import {
  appServiceEndpoint,
  machineEndpoint,
  managedIdentityCredential,
} from "./managed-identity-credential.js";
import type { TokenTools } from "./token-request.js";

/** Options of `environmentCredential`. */
export interface EnvironmentOptions extends Pick<GraphOptions, "clock" | "fetch"> {
  /** Whether the instance metadata service of a virtual machine issues the tokens. Default false. */
  readonly managedIdentity?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Chooses a credential from environment variables: `PRODUCT_AUTH_GRAPH_TOKEN`, else a managed identity that the options ask
 * for, else `AZURE_CLIENT_ID` with `AZURE_CLIENT_SECRET`, `AZURE_CLIENT_CERTIFICATE_PATH` or `AZURE_FEDERATED_TOKEN_FILE`, else
 * `IDENTITY_ENDPOINT` with `IDENTITY_HEADER`. Throws `ConfigurationError` with all problems, whose paths are names of
 * variables. Makes no call.
 */
export function environmentCredential(env: Environment, options: EnvironmentOptions = {}): GraphCredential {
  const {
    clock = () => Date.now(),
    fetch = (...call) => globalThis.fetch(...call),
    managedIdentity = false,
  } = options;
  const problems: Problem[] = [];
  const credential = chosen(definedIn(env), { clock, fetch }, managedIdentity, problems);
  if (problems.length > 0 || credential === undefined)
    throw new ConfigurationError(problems, "No credential for Microsoft Graph");
  return credential;
}

/** An empty variable is the same as none. */
const definedIn = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));

function chosen(
  env: Environment,
  tools: TokenTools,
  isMachine: boolean,
  problems: Problem[],
): GraphCredential | undefined {
  const { PRODUCT_AUTH_GRAPH_TOKEN: token, AZURE_CLIENT_ID: clientId } = env;
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = env;
  problems.push(...problemsOf(env));
  if (token !== undefined) {
    if (/^[\x21-\x7e]+$/.test(token)) return givenToken(token, tools.clock);
    problems.push(
      problem(
        "PRODUCT_AUTH_GRAPH_TOKEN",
        "contains spaces or other characters that no token has",
        "set the token alone",
      ),
    );
    return undefined;
  }
  if (isMachine) return managedIdentityCredential(machineEndpoint(clientId), tools);
  const ways = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"];
  const way = ways.find((name) => env[name] !== undefined);
  if (way !== undefined && (clientId !== undefined || endpoint === undefined))
    return ofClient(env, tools, way, problems);
  if (endpoint !== undefined && header !== undefined)
    return managedIdentityCredential(appServiceEndpoint(endpoint, header, clientId), tools);
  if (endpoint !== undefined)
    problems.push(
      problem("IDENTITY_HEADER", "is missing", "set it as the platform does, with IDENTITY_ENDPOINT"),
    );
  else if (clientId !== undefined)
    problems.push(
      problem(ways[0]!, "is missing", `set one of ${ways.join(", ")} for the client AZURE_CLIENT_ID`),
    );
  else
    problems.push(
      problem(
        "PRODUCT_AUTH_GRAPH_TOKEN",
        "is missing, and no other credential is set",
        "set it to the output of `az account get-access-token --resource-type ms-graph --query accessToken -o tsv`, or set AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
      ),
    );
  return undefined;
}

/** What is wrong with single variables, whichever credential is chosen. */
function problemsOf({ AZURE_TENANT_ID, AZURE_CLIENT_ID, ...env }: Environment): readonly Problem[] {
  const addresses = ["AZURE_AUTHORITY_HOST", "PRODUCT_AUTH_GRAPH_URL", "IDENTITY_ENDPOINT"];
  const found = [
    tenantProblem("AZURE_TENANT_ID", AZURE_TENANT_ID),
    ...addresses.map((name) => addressProblem(name, env[name])),
  ].filter((one) => one !== undefined);
  if (AZURE_CLIENT_ID !== undefined && !isGuid(AZURE_CLIENT_ID))
    found.push(problem("AZURE_CLIENT_ID", "is not a GUID", "set the application (client) id of the caller"));
  return found;
}

function ofClient(
  env: Environment,
  tools: TokenTools,
  way: string,
  problems: Problem[],
): GraphCredential | undefined {
  const {
    AZURE_CLIENT_ID: clientId,
    AZURE_TENANT_ID: tenantId = "",
    AZURE_AUTHORITY_HOST: authorityHost = AUTHORITY_HOST,
  } = env;
  const value = env[way]!;
  if (clientId === undefined)
    problems.push(problem("AZURE_CLIENT_ID", "is missing", `set the client that ${way} belongs to`));
  const client: EntraClient = { ...tools, tenantId, clientId: clientId ?? "", authorityHost };
  if (way === "AZURE_CLIENT_SECRET") return clientSecretCredential(client, value);
  const text = textOf(value);
  if (text === undefined) {
    problems.push(
      problem(way, "names a file that cannot be read", "set the path of a file that this user may read"),
    );
    return undefined;
  }
  if (way === "AZURE_FEDERATED_TOKEN_FILE") return federatedCredential(client, value);
  const certificate: ClientCertificate | undefined = certificateOf(text);
  if (certificate !== undefined) return certificateCredential(client, certificate);
  problems.push(
    problem(
      way,
      "is not a PEM file with a certificate and its RSA key",
      "write the certificate and the unencrypted private key into one PEM file",
    ),
  );
  return undefined;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

const problem = (path: string, message: string, fix: string): Problem => ({ path, message, fix });
