import type { Finding, FindingCode, Severity } from "./finding.js";

/** What a code stands for. */
export interface FindingKind {
  readonly severity: Severity;
  /** What is wrong, without the object and the value. */
  readonly title: string;
  /** What to do, when the case does not ask for something else. */
  readonly fix: string;
}

const READ_AND_WRITE =
  "assign the directory role Application Administrator to the caller, or grant it Application.ReadWrite.OwnedBy and " +
  "AppRoleAssignment.ReadWrite.All with admin consent";
const APPLY = "run product-auth provision with --apply";

/** Every finding about the tenant. */
export const FINDINGS: Readonly<Record<FindingCode, FindingKind>> = Object.freeze({
  P01: error("the caller may not read or write applications", READ_AND_WRITE),
  P02: error(
    "the caller may not assign app roles",
    "grant the caller AppRoleAssignment.ReadWrite.All with admin consent, or assign the directory role Application Administrator",
  ),
  P03: error(
    "the caller or the tenant is unknown",
    "check the tenant id and the caller's application (client) id, and give admin consent in that tenant",
  ),
  P04: error(
    "the caller's credential is wrong or has expired",
    "set the value of a valid secret, not its id, or renew the certificate",
  ),
  P05: error(
    "Microsoft Graph refuses the caller's token",
    "sign in again (az login), and pass a token that was issued for Microsoft Graph",
  ),
  P06: error(
    "the application belongs to other owners",
    `make the caller an owner of the application, or ${READ_AND_WRITE}`,
  ),
  P07: error(
    "the caller's quota of directory objects is used up",
    "delete applications permanently that are no longer needed, from the bin too",
  ),
  P08: error(
    "Microsoft Graph throttles or is unavailable",
    "run the command again later; it continues the work",
  ),
  P09: error(
    "Microsoft Graph refused or did not show an object in time",
    "run the command again; it continues the work",
  ),
  P10: error("the product has no application", APPLY),
  P11: error(
    "the application is not in the tenant",
    "remove the audience or the applicationId from the catalog, or use another tenant",
  ),
  P12: error("the application was not made here", "adopt it with --adopt, or create another one with --new"),
  P13: error(
    "the name or the address is taken",
    "delete the other application permanently or restore it, then run the command again",
  ),
  P14: warning(
    "the application issues v1 tokens: the API sees the issuer sts.windows.net and answers 401",
    "set api.requestedAccessTokenVersion to 2 in the manifest of the product's app registration",
  ),
  P15: error("the audience is not the application's", "write api://{application id} as the audience"),
  P16: warning("the app role is missing, disabled or for users only", APPLY),
  P18: warning(
    "the value of the app role changes: tokens that were issued before get 403 for up to 90 minutes",
    "write the old value as the product's role in the catalog to keep it",
  ),
  P20: error("the product has no service principal", APPLY),
  P21: warning(
    "the service principal is disabled: Entra ID issues no tokens",
    "enable the application in Entra ID",
  ),
  P22: warning("the service principal requires no role assignment", APPLY),
  P23: warning(
    "the access tokens carry no idtyp claim",
    `${APPLY}, or add the optional claim idtyp (with include_user_token) to the product's app registration`,
  ),
  P24: warning("users and clients of other tenants can sign in", "set signInAudience to AzureADMyOrg"),
  P30: error("the client is not registered", APPLY),
  P31: error("the client has no service principal", APPLY),
  P32: warning(
    "the role is not assigned to the client",
    `${APPLY}, or grant it: API permissions of the client's app registration, add the application permission, then grant admin consent; new tokens carry it`,
  ),
  P34: info("the client has no secret", "add one with --rotate-secret"),
  P35: warning("the client's last secret ends within 30 days", "add another one with --rotate-secret"),
  P36: warning("all secrets of the client have expired", "add one with --rotate-secret"),
  P37: error("the client has two active secrets", "remove one with --remove-secret and --key-id"),
  P38: error(
    "a policy of the tenant forbids the secret or its lifetime",
    "request fewer days with --days, or use a certificate",
  ),
  P40: warning("no longer in the catalog", "--prune deletes it"),
  P41: info("other principals hold the role", ""),
});

/** A finding. `message` replaces the general text; it names the object and the value. */
export function finding(code: FindingCode, at: string, message?: string, fix?: string): Finding {
  const kind = FINDINGS[code];
  return { code, severity: kind.severity, at, message: message ?? kind.title, fix: fix ?? kind.fix };
}

/** Whether an error is among the findings. */
export const hasError = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === "error");

function error(title: string, fix: string): FindingKind {
  return { severity: "error", title, fix };
}

function warning(title: string, fix: string): FindingKind {
  return { severity: "warning", title, fix };
}

function info(title: string, fix: string): FindingKind {
  return { severity: "info", title, fix };
}
