import { LOGIN_SERVICES } from "@product-auth/core/adapter";
import type { PortalAuth } from "../options/portal-options.js";
import { readCredential, type EntraCredential } from "../sign-in/entra-credential.js";
import type { ConsoleSignInOptions } from "./console-options.js";
import { tenantOf } from "./tenant-of.js";

/** The options of the console's sign-in, checked and complete. */
export interface ConsoleSignInSettings {
  readonly issuer: URL;
  readonly isEntra: boolean;
  readonly clientId: string;
  /** Undefined for a public client. */
  readonly credential: EntraCredential | undefined;
  readonly label: string;
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

/** The settings of options that have no problems. */
export function settleConsoleSignIn(given: ConsoleSignInOptions, auth: PortalAuth): ConsoleSignInSettings {
  const { clientId, clientSecret, certificate, issuer, label, scopes = {} } = given;
  const hasCredential = clientSecret !== undefined || certificate !== undefined;
  const isEntra = issuer === undefined;
  const url = new URL(issuer ?? entraIssuerOf(given, auth));
  return Object.freeze({
    issuer: url,
    isEntra,
    clientId: isEntra ? clientId.toLowerCase() : clientId,
    credential: hasCredential ? (readCredential(given) as EntraCredential) : undefined,
    label: label ?? (isEntra ? "Microsoft Entra ID" : url.host),
    scopes: new Map(Object.entries(scopes).map(([product, names]) => [product, Object.freeze([...names])])),
  });
}

function entraIssuerOf({ tenantId, cloud, authorityHost }: ConsoleSignInOptions, auth: PortalAuth): string {
  const own = tenantOf(auth);
  const tenant = (tenantId ?? own?.tenantId ?? "").toLowerCase();
  const isOwn = own?.tenantId.toLowerCase() === tenant;
  const authority =
    authorityHost !== undefined
      ? new URL(authorityHost).origin
      : cloud === undefined && isOwn
        ? own.authority
        : LOGIN_SERVICES[cloud ?? "public"];
  return `${authority}/${tenant}/v2.0`;
}
