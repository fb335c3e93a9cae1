import type { Directory } from "../../directory/directory.js";
import type { Application, ApplicationProperties } from "../../directory/registration.js";
import type { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";

/** Checks the identifier URIs that are new: their form, and that no other application has them, deleted ones included. */
export function checkIdentifierUris(
  directory: Directory,
  application: Application,
  { identifierUris, api }: ApplicationProperties,
): GraphRefusal | undefined {
  const before = application.properties.identifierUris;
  const lower = identifierUris.map((uri) => uri.toLowerCase());
  if (new Set(lower).size < lower.length) return graphRefusals.duplicate("identifierUris");
  for (const uri of identifierUris) {
    if (before.includes(uri)) continue;
    const refusal = checkForm(directory, application.appId, uri, api.requestedAccessTokenVersion === 2);
    if (refusal !== undefined) return refusal;
  }
  const others = [...directory.applications.values()].filter(({ id }) => id !== application.id);
  const taken = new Set(
    others.flatMap((one) => one.properties.identifierUris.map((uri) => uri.toLowerCase())),
  );
  return lower.some((uri) => taken.has(uri)) ? graphRefusals.taken("identifierUris") : undefined;
}

/** "Restrictions on identifier URIs of Microsoft Entra applications"; applications with version 2 tokens may use any `api://`. */
function checkForm(
  { tenantId, tenantDomain }: Directory,
  appId: string,
  uri: string,
  versionTwo: boolean,
): GraphRefusal | undefined {
  const [, scheme, host = "", rest = ""] =
    /^(api|https):\/\/([\w.:-]+)((?:\/[\w.~%!$&'()*+,;=:@-]+)*)$/.exec(uri) ?? [];
  if (scheme === undefined) return graphRefusals.invalid("identifierUris", "Application");
  if (scheme === "https")
    return isBelow(host.toLowerCase(), tenantDomain) ? undefined : graphRefusals.identifierHost(uri);
  const last = rest.slice(rest.lastIndexOf("/") + 1).toLowerCase();
  const named = host === appId || last === appId || (host === tenantId && rest !== "");
  return named || versionTwo || isBelow(host.toLowerCase(), tenantDomain)
    ? undefined
    : graphRefusals.identifierUri(uri);
}

function isBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
