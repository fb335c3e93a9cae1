import { graphAppId } from "./microsoft-graph.js";
import type { Client, Directory, Product } from "./directory.js";
import { isDisabled } from "./is-disabled.js";
import {
  listApplications,
  listAssignments,
  principalOf,
  principalsByAppId,
  rolesOf,
} from "./find-registration.js";
import type { Application, ServicePrincipal } from "./registration.js";

/** Every application that tokens can be for: those that have a service principal. */
export function listProducts(directory: Directory): Product[] {
  const principals = principalsByAppId(directory);
  return listApplications(directory).flatMap((application) => {
    const principal = principals.get(application.appId);
    return principal === undefined ? [] : [productOf(directory, application, principal)];
  });
}

/** The products that a test can name: those of the options by name, those made through Graph by application id. */
export function namedProducts(directory: Directory): Map<string, Product> {
  const named = listApplications(directory).filter(
    ({ local, option }) => local && option?.list !== "clients",
  );
  const ids = new Set(named.map(({ appId }) => appId));
  return new Map(
    listProducts(directory)
      .filter(({ appId }) => ids.has(appId))
      .map((product) => [product.name, product]),
  );
}

/** An application as a resource. */
export function productOf(
  directory: Directory,
  application: Application,
  principal: ServicePrincipal,
): Product {
  const { appId, option, properties } = application;
  const claims = properties.optionalClaims?.accessToken ?? [];
  const aud = claims.find(({ name }) => name === "aud");
  return {
    name: option?.list === "products" ? option.name : appId,
    appId,
    displayName: shortName(properties.displayName),
    registrationName: properties.displayName,
    identifierUris: properties.identifierUris,
    version: properties.api.requestedAccessTokenVersion ?? 1,
    assignmentRequired: principal.properties.appRoleAssignmentRequired,
    roles: rolesOf(directory, application).flatMap(({ value }) => value ?? []),
    scopes: properties.api.oauth2PermissionScopes.flatMap(({ value, isEnabled }) =>
      isEnabled ? (value ?? []) : [],
    ),
    idtyp: claims.some(({ name }) => name === "idtyp"),
    audUseGuid: aud?.additionalProperties.includes("use_guid") === true,
    disabled: isDisabled(application, principal),
  };
}

/** The name without the prefix of API Management. */
export function shortName(registrationName: string): string {
  return registrationName.replace(/^APIM(Product)?Application(?=.)/, "");
}

/**
 * The values of the roles that a client holds for a product; undefined without an assignment. A disabled role stays in
 * the tokens of those who have it ("Add app roles to your application").
 */
export function assignedRoles(
  directory: Directory,
  { objectId }: Pick<Client, "objectId">,
  { appId }: Pick<Product, "appId">,
): string[] | undefined {
  const resource = principalOf(directory, appId);
  const application = listApplications(directory).find((one) => one.appId === appId);
  if (resource === undefined || application === undefined) return undefined;
  const held = listAssignments(directory).filter(
    ({ principalId, resourceId }) => principalId === objectId && resourceId === resource.id,
  );
  if (held.length === 0) return undefined;
  const known = rolesOf(directory, application);
  return held.flatMap(({ appRoleId }) => known.find(({ id }) => id === appRoleId)?.value ?? []);
}

/** Whether tokens for this product are for Microsoft Graph. */
export function isGraph({ appId }: Pick<Product, "appId">): boolean {
  return appId === graphAppId;
}
