import type { Directory } from "./directory.js";
import type { Application, AppRole, Assignment, ServicePrincipal } from "./registration.js";

/** The applications that are not deleted and that replicas know. */
export function listApplications(directory: Directory): Application[] {
  return [...directory.applications.values()].filter((one) => isVisible(directory, one));
}

/** The service principals that are not deleted and that replicas know. */
export function listServicePrincipals(directory: Directory): ServicePrincipal[] {
  return [...directory.servicePrincipals.values()].filter((one) => isVisible(directory, one));
}

/** Whether an object is there and known to replicas. */
export function isVisible(
  { isReplicated }: Directory,
  { deletedAt, since }: { readonly deletedAt: number | undefined; readonly since: number },
): boolean {
  return deletedAt === undefined && isReplicated(since);
}

/** Finds the service principal of an application. */
export function principalOf(directory: Directory, appId: string): ServicePrincipal | undefined {
  return listServicePrincipals(directory).find((one) => one.appId === appId);
}

/** The service principals by application id. */
export function principalsByAppId(directory: Directory): Map<string, ServicePrincipal> {
  return new Map(listServicePrincipals(directory).map((one) => [one.appId, one]));
}

/** Finds the application of a service principal, also when replicas do not know it yet. */
export function applicationOf({ applications }: Directory, appId: string): Application | undefined {
  return [...applications.values()].find((one) => one.appId === appId && one.deletedAt === undefined);
}

/** The assignments whose principal and resource are there and that replicas know. */
export function listAssignments(directory: Directory): Assignment[] {
  const { assignments, servicePrincipals, isReplicated } = directory;
  const isThere = (id: string): boolean => {
    const found = servicePrincipals.get(id);
    return found !== undefined && isVisible(directory, found);
  };
  return [...assignments.values()].filter(
    ({ principalId, resourceId, since }) =>
      isReplicated(since) && isThere(principalId) && isThere(resourceId),
  );
}

/** The app roles that replicas know. */
export function rolesOf({ isReplicated }: Directory, { properties, rolesSince }: Application): AppRole[] {
  return properties.appRoles.filter(({ id }) => isReplicated(rolesSince.get(id) ?? -Infinity));
}
