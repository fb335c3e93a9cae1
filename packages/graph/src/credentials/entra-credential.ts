import type { GraphCredential } from "./graph-credential.js";
import { requestToken, type TokenTools } from "./token-request.js";

/** The client that asks for tokens, and where. */
export interface EntraClient extends TokenTools {
  readonly tenantId: string;
  readonly clientId: string;
  readonly authorityHost: string;
}

/** Form fields that prove who the client is, and the texts among them that are secret. */
export type Proof = (
  tokenUrl: string,
) => Promise<{ readonly fields: Readonly<Record<string, string>>; readonly secrets: readonly string[] }>;

/** Client credentials flow (entra.md 3.1). Asks for a token with every call; the caller keeps it. */
export function entraCredential(client: EntraClient, proof: Proof): GraphCredential {
  const { tenantId, clientId, authorityHost } = client;
  const url = `${authorityHost.replace(/\/{1,8}$/, "")}/${tenantId}/oauth2/v2.0/token`;
  return {
    async getToken(scopes) {
      const { fields, secrets } = await proof(url);
      const body = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        scope: scopes.join(" "),
        ...fields,
      });
      const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
      return requestToken({ method: "POST", url, headers, body: body.toString() }, secrets, client);
    },
  };
}

/** A credential with a client secret. */
export const clientSecretCredential = (client: EntraClient, secret: string): GraphCredential =>
  entraCredential(client, () => Promise.resolve({ fields: { client_secret: secret }, secrets: [secret] }));

/** The type of every assertion (RFC 7523 §2.2). */
export const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
