import type { Entra } from "@product-auth/emulator";

/** What the token endpoint said. */
export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: {
    token_type?: string;
    expires_in?: number | string;
    ext_expires_in?: number | string;
    access_token?: string;
    error?: string;
    error_description?: string;
    error_codes?: number[];
    timestamp?: string;
    trace_id?: string;
    correlation_id?: string;
    error_uri?: string;
    [member: string]: unknown;
  };
}

/** A parameter that is undefined is left out. */
export type Fields = Record<string, string | undefined>;

/** Fields of a request that is granted: the first client asks for the first product. */
export function goodFields(entra: Entra): {
  grant_type: string;
  client_id: string;
  client_secret: string;
  scope: string;
} {
  const client = Object.values(entra.clients)[0]!;
  const product = Object.values(entra.products)[0]!;
  return {
    grant_type: "client_credentials",
    client_id: client.appId,
    client_secret: client.secret,
    scope: `${product.audience}/.default`,
  };
}

/** Posts a form to a token endpoint, by default the tenant's version 2 one. */
export async function requestToken(
  entra: Entra,
  fields: Fields,
  { url = entra.tokenUrl, headers = {} }: { url?: string; headers?: Record<string, string> } = {},
): Promise<TokenAnswer> {
  const given = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(given), headers });
  const body = (await response.json()) as TokenAnswer["body"];
  return { status: response.status, headers: response.headers, body };
}
