import type { Client, Directory } from "./directory.js";
import { listApplications, principalsByAppId } from "./find-registration.js";
import { isDisabled } from "./is-disabled.js";
import { shortName } from "./products.js";
import type { Application, ServicePrincipal } from "./registration.js";

/** Every application that can request tokens: the local ones that have a service principal. */
export function listClients(directory: Directory): Client[] {
  const principals = principalsByAppId(directory);
  return listApplications(directory).flatMap((application) => {
    const principal = application.local ? principals.get(application.appId) : undefined;
    return principal === undefined ? [] : [clientOf(directory, application, principal)];
  });
}

/** The clients that a test can name: those of the options by name, those made through Graph by application id. */
export function namedClients(directory: Directory): Map<string, Client> {
  const named = listApplications(directory).filter(({ option }) => option?.list !== "products");
  const ids = new Set(named.map(({ appId }) => appId));
  return new Map(
    listClients(directory)
      .filter(({ appId }) => ids.has(appId))
      .map((client) => [client.name, client]),
  );
}

/** An application as a client. */
export function clientOf(
  directory: Directory,
  application: Application,
  principal: ServicePrincipal,
): Client {
  const { appId, option, properties, secrets, certificates, emulator } = application;
  return {
    name: option?.list === "clients" ? option.name : appId,
    appId,
    objectId: principal.id,
    displayName: shortName(properties.displayName),
    registrationName: properties.displayName,
    secrets: secrets.filter(({ since }) => directory.isReplicated(since)),
    certificates,
    redirectUris: {
      web: properties.web.redirectUris,
      spa: properties.spa.redirectUris,
      publicClient: properties.publicClient.redirectUris,
    },
    logoutRedirectUris: emulator.logoutRedirectUris,
    appRoles: properties.appRoles.flatMap(({ value }) => value ?? []),
    assignmentRequired: principal.properties.appRoleAssignmentRequired,
    idTokenClaims: (properties.optionalClaims?.idToken ?? []).map(({ name }) => name),
    consentRequired: emulator.consentRequired,
    disabled: isDisabled(application, principal),
    directoryRoles: principal.directoryRoles,
  };
}
