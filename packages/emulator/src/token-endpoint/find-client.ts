import type { Client, Directory } from "../directory/directory.js";
import { isGuid } from "../directory/guid.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";

const allZero = "00000000-0000-0000-0000-000000000000";

/** Finds the registered application of a request's client id. */
export function findClient(directory: Directory, clientId: string): Client | Refusal {
  const appId = clientId.toLowerCase();
  if (!isGuid(appId) || appId === allZero) return refusals.clientMalformed(clientId);
  const client = [...directory.clients.values()].find((one) => one.appId === appId);
  if (client === undefined)
    return productAsClient(directory, appId) ?? refusals.clientUnknown(clientId, directory.tenantDomain);
  return client.disabled ? refusals.clientDisabled(client.appId, client.registrationName) : client;
}

/** A product's application id is known but has no credentials, so pasting it by mistake gets "wrong secret". */
function productAsClient(directory: Directory, appId: string): Client | undefined {
  const product = [...directory.products.values()].find((one) => one.appId === appId);
  if (product === undefined) return undefined;
  const { name, displayName, registrationName, disabled } = product;
  return {
    ...{ name, appId, objectId: appId, displayName, registrationName, disabled },
    ...{ secrets: [], certificates: [], assignments: new Map<string, never>() },
    ...{ redirectUris: { web: [], spa: [] }, logoutRedirectUris: [], appRoles: [], idTokenClaims: [] },
    ...{ assignmentRequired: false, consentRequired: false },
  };
}
