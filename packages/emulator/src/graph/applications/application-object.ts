import type { Directory } from "../../directory/directory.js";
import { rolesOf } from "../../directory/find-registration.js";
import type { Application, Secret } from "../../directory/registration.js";
import { timestamp } from "../timestamp.js";
import type { Written } from "../write-list.js";

/** An application as Graph writes it; secrets without their value. */
export function applicationObject(directory: Directory, application: Application): Written {
  const { id, appId, createdAt, deletedAt, properties, secrets } = application;
  const { optionalClaims, api, web, spa, publicClient, requiredResourceAccess, ...rest } = properties;
  return {
    id,
    deletedDateTime: deletedAt === undefined ? null : timestamp(deletedAt),
    appId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: timestamp(createdAt),
    ...rest,
    publisherDomain: directory.tenantDomain,
    optionalClaims,
    api,
    appRoles: rolesOf(directory, application).map((role) => ({ ...role, origin: "Application" })),
    keyCredentials: [],
    passwordCredentials: secrets.filter(({ since }) => directory.isReplicated(since)).map(secretObject),
    ...{ publicClient, requiredResourceAccess, web, spa },
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
  };
}

/** A secret as Graph lists it: its value is never written again. */
export function secretObject({ keyId, displayName, value, startsAt, endsAt }: Secret): object {
  return {
    customKeyIdentifier: null,
    displayName,
    endDateTime: timestamp(endsAt),
    hint: value.slice(0, 3),
    keyId,
    secretText: null,
    startDateTime: timestamp(startsAt),
  };
}
