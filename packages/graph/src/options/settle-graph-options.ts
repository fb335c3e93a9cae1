import { ConfigurationError, type Problem } from "@product-auth/core";
import { sleep, type Waiting } from "../client/patience.js";
import type { GraphCredential } from "../credentials/graph-credential.js";
import { addressProblem } from "./address-problem.js";
import type { GraphOptions } from "./graph-options.js";
import { tenantProblem } from "./tenant-problem.js";

/** The options of the calls with every default filled in. */
export interface SettledGraphOptions extends Waiting {
  readonly tenantId: string;
  readonly credential: GraphCredential;
  /** Without a slash at the end. */
  readonly graphUrl: string;
  /** Without a slash at the end. */
  readonly authorityHost: string;
  /** The scope of the tokens. */
  readonly scope: string;
  readonly fetch: typeof globalThis.fetch;
  readonly longestExchange?: number;
}

export const GRAPH_URL = "https://graph.microsoft.com/v1.0";
export const AUTHORITY_HOST = "https://login.microsoftonline.com";

/** Graph in national clouds: tokens are issued for each of these origins. */
const NATIONAL = new Set([
  "https://graph.microsoft.us",
  "https://dod-graph.microsoft.us",
  "https://microsoftgraph.chinacloudapi.cn",
  "https://graph.microsoft.de",
]);

const LONGEST_TIMEOUT = 3_600;

/** Throws `ConfigurationError` with all problems. */
export function settleGraphOptions(
  options: GraphOptions,
  more: readonly Problem[] = [],
): SettledGraphOptions {
  const problems = [...graphOptionsProblems(options), ...more];
  if (problems.length > 0) throw new ConfigurationError(problems, "The run cannot start");
  const { tenantId, credential, graphUrl = GRAPH_URL, authorityHost = AUTHORITY_HOST } = options;
  const { timeout = 300, clock = () => Date.now(), fetch, delay = sleep, signal, onProgress } = options;
  return {
    tenantId,
    credential,
    graphUrl: withoutSlash(graphUrl),
    authorityHost: withoutSlash(authorityHost),
    scope: scopeOf(graphUrl),
    timeout,
    clock,
    delay,
    // Looked up with each call, so that a replaced global applies.
    fetch: fetch ?? ((...call) => globalThis.fetch(...call)),
    signal,
    onProgress,
  };
}

/** The scope for an address of Graph. An emulator stands for the global cloud. */
export function scopeOf(graphUrl: string): string {
  const { origin } = new URL(graphUrl);
  return `${NATIONAL.has(origin) ? origin : "https://graph.microsoft.com"}/.default`;
}

function graphOptionsProblems(options: GraphOptions): Problem[] {
  const { tenantId, credential, graphUrl, authorityHost, timeout } = options;
  const problems = [
    tenantProblem("tenantId", tenantId),
    addressProblem("graphUrl", graphUrl),
    addressProblem("authorityHost", authorityHost),
  ].filter((problem) => problem !== undefined);
  if (typeof (credential as Partial<GraphCredential> | undefined)?.getToken !== "function")
    problems.push({
      path: "credential",
      message: "is not a credential",
      fix: "pass an object with getToken, such as environmentCredential(process.env)",
    });
  if (timeout !== undefined && !(timeout >= 1 && timeout <= LONGEST_TIMEOUT))
    problems.push({
      path: "timeout",
      message: `is ${timeout}`,
      fix: `write a number of seconds from 1 to ${LONGEST_TIMEOUT}`,
    });
  return problems;
}

const withoutSlash = (url: string): string => url.replace(/\/{1,8}$/, "");
