import { guid, nullable, object, type Shape, text, time } from "./check-body.js";

/** What `addPassword` accepts. */
export const addPasswordShape: Shape = {
  resource: "PasswordCredential",
  members: {
    passwordCredential: object({
      resource: "PasswordCredential",
      members: {
        displayName: nullable(text(256)),
        startDateTime: nullable(time),
        endDateTime: nullable(time),
      },
      readOnly: ["secretText", "keyId", "hint", "customKeyIdentifier"],
    }),
  },
};

/** What `removePassword` accepts. */
export const removePasswordShape: Shape = {
  resource: "PasswordCredential",
  members: { keyId: guid },
  required: ["keyId"],
};

/** What `appRoleAssignedTo` and `appRoleAssignments` accept. */
export const assignmentShape: Shape = {
  resource: "AppRoleAssignment",
  members: { principalId: guid, resourceId: guid, appRoleId: guid },
  required: ["principalId", "resourceId", "appRoleId"],
  readOnly: ["id", "principalDisplayName", "principalType", "resourceDisplayName", "createdDateTime"],
};

/** What `restore` accepts; a request without a body is usual. */
export const restoreShape: Shape = { resource: "DirectoryObject", members: {} };
