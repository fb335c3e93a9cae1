import { flag, guid, list, nullable, type Shape, text } from "./check-body.js";

const members = {
  accountEnabled: flag,
  appRoleAssignmentRequired: flag,
  description: nullable(text(1024)),
  notes: nullable(text(1024)),
  tags: list(text(256, 1), 100),
  loginUrl: nullable(text(256)),
  preferredSingleSignOnMode: nullable(text(50)),
  notificationEmailAddresses: list(text(256, 1), 5),
};
const readOnly = [
  ...["id", "appDisplayName", "displayName", "appOwnerOrganizationId", "createdDateTime", "deletedDateTime"],
  ...["servicePrincipalNames", "servicePrincipalType", "signInAudience", "appRoles"],
  ...["oauth2PermissionScopes", "passwordCredentials", "keyCredentials"],
];

/** What `POST /servicePrincipals` accepts. */
export const newServicePrincipalShape: Shape = {
  resource: "ServicePrincipal",
  members: { ...members, appId: guid },
  required: ["appId"],
  readOnly,
};

/** What `PATCH /servicePrincipals(appId='…')` accepts: the application id may be repeated. */
export const upsertedServicePrincipalShape: Shape = {
  resource: "ServicePrincipal",
  members: { ...members, appId: guid },
  readOnly,
};

/** What `PATCH /servicePrincipals/{id}` accepts. */
export const servicePrincipalShape: Shape = {
  resource: "ServicePrincipal",
  members,
  readOnly: [...readOnly, "appId"],
};
