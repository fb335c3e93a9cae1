import type { GraphCredential } from "./graph-credential.js";
import { requestToken, type TokenTools } from "./token-request.js";

/** Where a managed identity gets its tokens. */
export interface IdentityEndpoint {
  readonly url: string;
  readonly version: string;
  /** A header that only programs inside the platform can send, which keeps requests out that were forwarded. */
  readonly header: readonly [name: string, value: string];
  /** Application (client) id of a user-assigned identity. Undefined: the system-assigned one. */
  readonly clientId?: string | undefined;
}

/** App Service, Functions and Container Apps. */
export const appServiceEndpoint = (url: string, secret: string, clientId?: string): IdentityEndpoint => ({
  url,
  version: "2019-08-01",
  header: ["x-identity-header", secret],
  clientId,
});

/** Virtual machines: the instance metadata service. Link-local, so plain http. */
export const machineEndpoint = (clientId?: string): IdentityEndpoint => ({
  url: "http://169.254.169.254/metadata/identity/oauth2/token",
  version: "2018-02-01",
  header: ["metadata", "true"],
  clientId,
});

/** A credential with the managed identity of the machine or service that the program runs on. */
export function managedIdentityCredential(endpoint: IdentityEndpoint, tools: TokenTools): GraphCredential {
  const { url, version, header, clientId } = endpoint;
  return {
    getToken([scope = ""]) {
      const address = new URL(url);
      address.searchParams.set("api-version", version);
      address.searchParams.set("resource", scope.replace(/\/\.default$/, ""));
      if (clientId !== undefined) address.searchParams.set("client_id", clientId);
      const headers = { [header[0]]: header[1], accept: "application/json" };
      return requestToken({ method: "GET", url: address.href, headers }, [header[1]], tools);
    },
  };
}
