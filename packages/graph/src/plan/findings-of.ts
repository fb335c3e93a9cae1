import type { Finding } from "../findings/finding.js";
import { finding } from "../findings/findings.js";
import { secretState } from "../report/secret-state.js";
import { ownText } from "../client/own.js";
import { roleNamed } from "../wanted/app-roles.js";
import { SIGN_IN_AUDIENCE } from "../wanted/wanted-application.js";
import type { WantedProduct } from "../wanted/wanted-of.js";
import type { Application } from "../directory/application.js";
import { roleIdFor } from "./links.js";
import { placeIn } from "./locate.js";
import type { Planned } from "./planned-work.js";

/** What an operator must know about a product besides the changes. */
export function productFindings(
  product: Planned<WantedProduct>,
  clients: readonly Planned[],
): readonly Finding[] {
  const { wanted, application, servicePrincipal, assignments } = product;
  const { at, role } = wanted;
  if (application === undefined) return [];
  const found: Finding[] = [...sharedFindings(product)];
  const named = roleNamed(application.appRoles, role);
  if (named?.isUsable === false) {
    const message = `the app role ${role.value} (${named.id}) is disabled or for users only`;
    found.push(finding("P16", at, message, "enable the role for applications in Entra ID"));
  }
  const before = application.appRoles.find((one) => ownText(one, "id")?.toLowerCase() === role.id);
  const value = ownText(before, "value");
  if (named === undefined && value !== undefined && value !== role.value)
    found.push(
      finding(
        "P18",
        at,
        `the app role changes from ${value} to ${role.value}: tokens that were issued before get 403 for up to 90 minutes`,
        `write "role": "${value}" in ${at} to keep it`,
      ),
    );
  const own = new Set(clients.map((client) => client.servicePrincipal?.id.toLowerCase()));
  const others = assignments.filter(
    ({ principalId, appRoleId }) => appRoleId === roleIdFor(product) && !own.has(principalId),
  ).length;
  if (servicePrincipal !== undefined && others > 0)
    found.push(
      finding(
        "P41",
        at,
        `${others} other ${others === 1 ? "principal holds" : "principals hold"} the role ${role.value}`,
      ),
    );
  return found;
}

/** What an operator must know about a client, its secrets included. */
export function clientFindings(client: Planned, now: number): readonly Finding[] {
  const { wanted, application } = client;
  return [...sharedFindings(client), ...secretFindings(wanted.at, application, now)];
}

function sharedFindings({ wanted, application, servicePrincipal }: Planned): readonly Finding[] {
  const found: Finding[] = [];
  const { at } = wanted;
  if (servicePrincipal?.accountEnabled === false)
    found.push(
      finding(
        "P21",
        at,
        `the service principal of ${application?.appId ?? at} is disabled: Entra ID issues no tokens`,
      ),
    );
  const audience = application?.signInAudience;
  if (audience !== undefined && audience !== SIGN_IN_AUDIENCE)
    found.push(
      finding("P24", at, `signInAudience is ${audience}: users and clients of other tenants can sign in`),
    );
  return found;
}

function secretFindings(at: string, application: Application | undefined, now: number): readonly Finding[] {
  const name = at.replace(/^clients\./, "");
  const fix = `run product-auth provision with --rotate-secret ${name}`;
  const secrets = application?.passwordCredentials ?? [];
  if (application?.hasCertificates === true) return [];
  if (secrets.length === 0) return [finding("P34", at, "the client has no secret", fix)];
  const active = secrets.filter((secret) => secretState(secret, now) !== "expired");
  if (active.length === 0) return [finding("P36", at, "all secrets of the client have expired", fix)];
  if (active.some((secret) => secretState(secret, now) === "active")) return [];
  const end = new Date(Math.max(...active.map((secret) => secret.end))).toISOString();
  return [finding("P35", at, `the client's last secret ends on ${end.slice(0, 10)}`, fix)];
}

/** P40: an application of the instance that the catalog does not contain. */
export function leftoverFinding(application: Application): Finding {
  return finding("P40", placeIn(application));
}
