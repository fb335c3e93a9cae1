import type { ProductAuthOptions } from "@product-auth/core";
import { isTrustworthyUrl, LOGIN_SERVICES } from "@product-auth/core/adapter";

/** The token endpoint of the options' tenant, or why there is none. `tenant`: from the command line. */
export function tokenEndpointOf(
  { tenantId, authorityHost, cloud = "public", externalId }: ProductAuthOptions,
  tenant: string | undefined,
): { readonly url: string } | { readonly reason: string } {
  const chosen = tenant ?? [tenantId].flat()[0];
  if (chosen === undefined) return { reason: "the options name no Entra tenant" };
  if (["organizations", "common", "consumers"].includes(chosen.toLowerCase()))
    return { reason: "the options name many tenants: add --tenant ID" };
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(chosen)) return { reason: "the tenant id is malformed" };
  const host =
    authorityHost ??
    (externalId === undefined ? LOGIN_SERVICES[cloud] : `https://${externalId}.ciamlogin.com`);
  if (!isTrustworthyUrl(host)) return { reason: "the login service is not an https address" };
  return { url: `${new URL(host).origin}/${chosen}/oauth2/v2.0/token` };
}
