import { readFile } from "node:fs/promises";
import { entraCredential, JWT_BEARER, type EntraClient } from "./entra-credential.js";
import type { GraphCredential } from "./graph-credential.js";
import { TokenError } from "./token-error.js";

/** Bytes of an assertion that are read. */
const LARGEST = 64 * 1024;

/**
 * A credential with the token of another issuer (workload identity). The file is read for each request: the platform replaces
 * it before the token ends.
 */
export const federatedCredential = (client: EntraClient, path: string): GraphCredential =>
  entraCredential(client, async () => {
    const text = await readFile(path, "utf8").catch(() => "");
    const assertion = text.slice(0, LARGEST).trim();
    if (assertion === "")
      throw new TokenError({
        reason: "refused",
        message: "AZURE_FEDERATED_TOKEN_FILE cannot be read or is empty",
      });
    return {
      fields: { client_assertion_type: JWT_BEARER, client_assertion: assertion },
      secrets: [assertion],
    };
  });
