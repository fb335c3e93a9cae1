import * as client from "openid-client";
import { SignInError } from "./sign-in-provider.js";

/** The metadata of several tenants names their issuers, and those of their keys, by this template. */
export const TENANT_TEMPLATE = "{tenantid}";

/**
 * Refuses an id_token whose key signs for another tenant. The keys of several tenants are in one document, each with the
 * issuer that it signs for (Entra ID); a signature alone does not say whose it is.
 */
export function checkKeyIssuer(
  idToken: string | undefined,
  { iss, tid }: { readonly iss?: unknown; readonly tid?: unknown },
  config: client.Configuration,
): void {
  const kid = kidOf(idToken);
  const keys = (client.getJwksCache(config)?.jwks.keys ?? []) as readonly Readonly<Record<string, unknown>>[];
  const used = keys.filter((key) => key["kid"] === kid);
  const isOurs = used.every(
    ({ issuer }) =>
      issuer === undefined ||
      (typeof issuer === "string" && issuer.replaceAll(TENANT_TEMPLATE, () => String(tid)) === iss),
  );
  if (used.length === 0 || !isOurs) throw new SignInError("id_token");
}

/** Of a token whose signature is verified: its header is JSON. */
function kidOf(token = ""): unknown {
  const header = JSON.parse(Buffer.from(token.split(".", 1)[0] ?? "", "base64url").toString()) as {
    readonly kid?: unknown;
  };
  return header.kid;
}
