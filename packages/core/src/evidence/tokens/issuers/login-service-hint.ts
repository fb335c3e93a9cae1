import { HINTS } from "../../../refusals/hints.js";

/**
 * For a token of another login service of Microsoft than the configured one: which option trusts that service. `host` is
 * the origin of the configured one. Undefined when `iss` is of the same service, or of none of Microsoft's.
 */
export function loginServiceHint(iss: unknown, host: string): string | undefined {
  const issuing = hostnameOf(iss);
  const configured = hostnameOf(host);
  if (issuing === undefined || issuing === configured) return undefined;
  if (issuing.endsWith(EXTERNAL_ID))
    return configured?.endsWith(EXTERNAL_ID) ? undefined : HINTS.externalIdIssuer;
  switch (issuing) {
    case "login.microsoftonline.us":
      return HINTS.usGovernmentIssuer;
    case "login.partner.microsoftonline.cn":
    case "sts.chinacloudapi.cn": // version 1
      return configured === "login.partner.microsoftonline.cn" ? undefined : HINTS.chinaIssuer;
    case "login.microsoftonline.com":
      return HINTS.publicCloudIssuer;
    default:
      return undefined; // sts.windows.net issues for several clouds
  }
}

const EXTERNAL_ID = ".ciamlogin.com";

const hostnameOf = (url: unknown): string | undefined =>
  typeof url === "string" && URL.canParse(url) ? new URL(url).hostname : undefined;
