import { createHash } from "node:crypto";
import type { Client, Directory, Product, RegisteredClient, Registrations } from "./directory.js";
import { directoryRoles, graphAppId, graphAudience, graphPermissions, graphRole } from "./microsoft-graph.js";
import { emptyApplication, emptyServicePrincipal } from "./empty-registration.js";
import {
  type Application,
  type ApplicationProperties,
  type AppRole,
  defaultAccess,
  type PermissionScope,
  type Secret,
  type ServicePrincipal,
} from "./registration.js";
import { stableGuid } from "./stable-guid.js";

/** Registers products and clients of the options, and Microsoft Graph. `now` in milliseconds. */
export function createDirectory(
  { tenantId, tenantDomain, isExternal, users, products, clients }: Registrations,
  { now, isReplicated }: { now: number; isReplicated: Directory["isReplicated"] },
): Directory {
  const directory: Directory = {
    ...{ tenantId, tenantDomain, isExternal, users, isReplicated },
    ...{ applications: new Map(), servicePrincipals: new Map(), assignments: new Map() },
  };
  const resources = new Map<string, { application: Application; principal: ServicePrincipal }>();
  for (const [name, product] of products)
    resources.set(
      name,
      register(directory, now, applicationOfProduct(product), principalOfProduct(tenantId, product)),
    );
  const graph = register(directory, now, applicationOfGraph(clients), {
    ...{ appId: graphAppId, id: stableGuid(`service principal:${tenantId}:${graphAppId}`) },
  });
  for (const client of clients.values()) {
    const { principal } = register(directory, now, applicationOfClient(client), principalOfClient(client));
    for (const [name, roles] of client.assignments)
      assign(directory, now, principal, resources.get(name)!, roles);
    const permissions = client.graphRoles.filter((role) => !Object.hasOwn(directoryRoles, role));
    if (permissions.length > 0) assign(directory, now, principal, graph, permissions);
  }
  return directory;
}

type NewApplication = Pick<Application, "appId" | "option" | "local"> & Partial<Application>;
type NewPrincipal = Pick<ServicePrincipal, "appId" | "id"> & Partial<ServicePrincipal>;

function register(
  { applications, servicePrincipals, tenantId }: Directory,
  createdAt: number,
  given: NewApplication,
  principal: NewPrincipal,
): { application: Application; principal: ServicePrincipal } {
  const id = stableGuid(`application:${tenantId}:${given.appId}`);
  const application: Application = { ...emptyApplication({ id, createdAt }), ...given, since: -Infinity };
  const made = { ...emptyServicePrincipal({ ...principal, createdAt }), ...principal, since: -Infinity };
  applications.set(id, application);
  servicePrincipals.set(made.id, made);
  return { application, principal: made };
}

function assign(
  { assignments }: Directory,
  createdAt: number,
  { id: principalId }: ServicePrincipal,
  { application, principal }: { application: Application; principal: ServicePrincipal },
  roles: readonly string[],
): void {
  const known = application.properties.appRoles;
  const ids = roles.flatMap((role) => known.find(({ value }) => value === role)?.id ?? []);
  for (const appRoleId of ids.length === 0 ? [defaultAccess] : new Set(ids)) {
    const resourceId = principal.id;
    const digest = createHash("sha256").update(`${principalId}:${resourceId}:${appRoleId}`).digest();
    const id = digest.toString("base64url");
    assignments.set(id, { id, appRoleId, principalId, resourceId, createdAt, since: -Infinity });
  }
}

function applicationOfProduct(product: Product): NewApplication {
  const { name, appId, version, idtyp, audUseGuid, scopes } = product;
  const claims = [
    ...(idtyp ? [optionalClaim("idtyp", "include_user_token")] : []),
    ...(audUseGuid ? [optionalClaim("aud", "use_guid")] : []),
  ];
  return {
    ...{ appId, option: { list: "products", name }, local: true },
    properties: properties(product, {
      identifierUris: product.identifierUris,
      appRoles: product.roles.map((value) => appRole(appId, value, "Application")),
      api: {
        ...emptyApplication({ id: "", createdAt: 0 }).properties.api,
        requestedAccessTokenVersion: version,
        oauth2PermissionScopes: scopes.map((value) => permissionScope(appId, value)),
      },
      optionalClaims: claims.length === 0 ? null : { accessToken: claims, idToken: [], saml2Token: [] },
    }),
  };
}

function principalOfProduct(tenantId: string, product: Product): NewPrincipal {
  const { appId, assignmentRequired, disabled } = product;
  return {
    ...{ appId, id: stableGuid(`service principal:${tenantId}:${appId}`) },
    properties: principalProperties(assignmentRequired, disabled),
  };
}

function applicationOfClient(client: RegisteredClient): NewApplication {
  const { name, appId, certificates, logoutRedirectUris, consentRequired, redirectUris, idTokenClaims } =
    client;
  const idToken = idTokenClaims.map((claim) => optionalClaim(claim));
  return {
    ...{ appId, option: { list: "clients", name }, local: true, certificates },
    secrets: client.secrets.map((secret, index) => settledSecret(appId, secret, index)),
    emulator: { logoutRedirectUris, consentRequired },
    properties: properties(client, {
      appRoles: client.appRoles.map((value) => appRole(appId, value, "User")),
      web: { ...emptyApplication({ id: "", createdAt: 0 }).properties.web, redirectUris: redirectUris.web },
      spa: { redirectUris: redirectUris.spa },
      publicClient: { redirectUris: redirectUris.publicClient },
      optionalClaims: idToken.length === 0 ? null : { accessToken: [], idToken, saml2Token: [] },
    }),
  };
}

function principalOfClient({
  appId,
  objectId,
  assignmentRequired,
  disabled,
  graphRoles,
}: RegisteredClient): NewPrincipal {
  return {
    ...{ appId, id: objectId, properties: principalProperties(assignmentRequired, disabled) },
    directoryRoles: graphRoles.filter((role) => Object.hasOwn(directoryRoles, role)),
  };
}

/** Microsoft Graph: registered in Microsoft's own tenant, with a service principal here. */
function applicationOfGraph(clients: Registrations["clients"]): NewApplication {
  const granted = [...clients.values()].flatMap(({ graphRoles }) => graphRoles);
  const permissions = new Set([...Object.keys(graphPermissions), ...granted]);
  const values = [...permissions].filter((one) => !Object.hasOwn(directoryRoles, one));
  return {
    ...{ appId: graphAppId, option: undefined, local: false },
    properties: properties(
      { registrationName: "Microsoft Graph" },
      {
        identifierUris: [graphAudience],
        appRoles: values.map(graphRole),
        optionalClaims: { accessToken: [optionalClaim("idtyp")], idToken: [], saml2Token: [] },
      },
    ),
  };
}

function properties(
  { registrationName }: Pick<Product | Client, "registrationName">,
  given: Partial<ApplicationProperties>,
): ApplicationProperties {
  return {
    ...emptyApplication({ id: "", createdAt: 0 }).properties,
    displayName: registrationName,
    ...given,
  };
}

function principalProperties(assignmentRequired: boolean, disabled: boolean): ServicePrincipal["properties"] {
  return {
    ...emptyServicePrincipal({ id: "", appId: "", createdAt: 0 }).properties,
    accountEnabled: !disabled,
    appRoleAssignmentRequired: assignmentRequired,
  };
}

function optionalClaim(name: string, ...additionalProperties: string[]) {
  return { name, source: null, essential: false, additionalProperties };
}

function appRole(appId: string, value: string, member: string): AppRole {
  const id = stableGuid(`app role:${appId}:${value}`);
  return { id, value, displayName: value, description: value, allowedMemberTypes: [member], isEnabled: true };
}

function permissionScope(appId: string, value: string): PermissionScope {
  return {
    ...{ id: stableGuid(`scope:${appId}:${value}`), value, type: "User", isEnabled: true },
    ...{ adminConsentDisplayName: value, adminConsentDescription: value },
    ...{ userConsentDisplayName: value, userConsentDescription: value },
  };
}

function settledSecret(appId: string, { value, endsAt }: Client["secrets"][number], index: number): Secret {
  const keyId = stableGuid(`secret:${appId}:${index}`);
  return { keyId, displayName: null, value, startsAt: 0, endsAt, since: -Infinity };
}
