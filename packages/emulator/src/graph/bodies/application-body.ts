import { isRegistrable } from "../../options/check-addresses.js";
import { graphRefusals } from "../graph-refusals.js";
import {
  type Check,
  flag,
  guid,
  list,
  nullable,
  object,
  oneOf,
  pattern,
  type Shape,
  text,
} from "./check-body.js";

// Characters that Graph's page "appRole resource type" allows, and no dot at the beginning.
const roleValue = pattern(/^(?!\.)[!#-;=?-[\]^-~]+$/, 120);

const appRole: Shape = {
  resource: "AppRole",
  members: {
    id: guid,
    value: nullable(roleValue),
    displayName: text(256, 1),
    description: text(1024, 1),
    allowedMemberTypes: list(oneOf("Application", "User"), 2, 1),
    isEnabled: flag,
  },
  required: ["id", "displayName", "description", "allowedMemberTypes"],
  readOnly: ["origin"],
};

const permissionScope: Shape = {
  resource: "PermissionScope",
  members: {
    id: guid,
    value: nullable(roleValue),
    type: oneOf("User", "Admin"),
    isEnabled: flag,
    adminConsentDisplayName: nullable(text(256)),
    adminConsentDescription: nullable(text(1024)),
    userConsentDisplayName: nullable(text(256)),
    userConsentDescription: nullable(text(1024)),
  },
  required: ["id"],
  readOnly: ["origin"],
};

const api: Shape = {
  resource: "ApiApplication",
  members: {
    acceptMappedClaims: nullable(flag),
    knownClientApplications: list(guid, 100),
    oauth2PermissionScopes: list(object(permissionScope), 500),
    preAuthorizedApplications: list(
      object({
        resource: "PreAuthorizedApplication",
        members: { appId: guid, delegatedPermissionIds: list(guid, 500, 1) },
        required: ["appId", "delegatedPermissionIds"],
      }),
      100,
    ),
    requestedAccessTokenVersion: oneOf(null, 1, 2),
  },
};

const optionalClaim: Shape = {
  resource: "OptionalClaim",
  members: {
    name: text(256, 1),
    source: nullable(oneOf("user")),
    essential: flag,
    additionalProperties: list(text(256, 1), 20),
  },
  required: ["name"],
};
const claims = list(object(optionalClaim), 50);

const requiredAccess: Shape = {
  resource: "RequiredResourceAccess",
  members: {
    resourceAppId: guid,
    resourceAccess: list(
      object({
        resource: "ResourceAccess",
        members: { id: guid, type: oneOf("Role", "Scope") },
        required: ["id", "type"],
      }),
      400,
    ),
  },
  required: ["resourceAppId", "resourceAccess"],
};

const address: Check = (value, name, resource) =>
  typeof value === "string" && isRegistrable(value) ? undefined : graphRefusals.invalid(name, resource);
const addresses = list(address, 256);

const web: Shape = {
  resource: "WebApplication",
  members: {
    homePageUrl: nullable(text(256)),
    logoutUrl: nullable(text(256)),
    redirectUris: addresses,
    implicitGrantSettings: object({
      resource: "ImplicitGrantSettings",
      members: { enableAccessTokenIssuance: flag, enableIdTokenIssuance: flag },
    }),
  },
};

/** What `POST /applications` and `PATCH /applications/{id}` accept. */
export const applicationShape: Shape = {
  resource: "Application",
  members: {
    displayName: text(256, 1),
    description: nullable(text(1024)),
    notes: nullable(text(1024)),
    tags: list(text(256, 1), 100),
    signInAudience: oneOf(
      ...["AzureADMyOrg", "AzureADMultipleOrgs"],
      ...["AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"],
    ),
    isDisabled: nullable(flag),
    groupMembershipClaims: nullable(text(100)),
    isFallbackPublicClient: nullable(flag),
    serviceManagementReference: nullable(text(256)),
    identifierUris: list(text(255, 1), 50),
    api: object(api),
    appRoles: list(object(appRole), 200),
    optionalClaims: nullable(
      object({
        resource: "OptionalClaims",
        members: { accessToken: claims, idToken: claims, saml2Token: claims },
      }),
    ),
    requiredResourceAccess: list(object(requiredAccess), 50),
    web: object(web),
    spa: object({ resource: "SpaApplication", members: { redirectUris: addresses } }),
    publicClient: object({
      resource: "PublicClientApplication",
      members: { redirectUris: list(text(256, 1), 256) },
    }),
  },
  readOnly: [
    ...["id", "appId", "uniqueName", "createdDateTime", "deletedDateTime", "publisherDomain"],
    ...["applicationTemplateId", "disabledByMicrosoftStatus", "certification", "verifiedPublisher"],
    // Passwords are added with addPassword only; certificates are not part of the emulator's Graph.
    ...["passwordCredentials", "keyCredentials"],
  ],
};
