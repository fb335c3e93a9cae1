import type { GraphOptions } from "../options/graph-options.js";
import type { GraphCredential } from "./graph-credential.js";

/** Options of `environmentCredential`. */
export interface EnvironmentOptions extends Pick<GraphOptions, "clock" | "fetch"> {
  /** Whether the instance metadata service of a virtual machine issues the tokens. Default false. */
  readonly managedIdentity?: boolean;
}

/**
 * Chooses a credential from environment variables. Throws `ConfigurationError` with all problems, whose paths are names of
 * variables. Reads only these variables.
 */
export function environmentCredential(
  _env: Readonly<Record<string, string | undefined>>,
  _options: EnvironmentOptions = {},
): GraphCredential {
  return { getToken: () => Promise.resolve(null) };
}
