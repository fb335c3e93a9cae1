import { clientOf } from "../directory/clients.js";
import type { Client, Directory } from "../directory/directory.js";
import { listApplications, principalOf } from "../directory/find-registration.js";
import { isGuid } from "../directory/guid.js";
import { Refusal } from "./refusal.js";
import { refusals } from "./refusals.js";

const allZero = "00000000-0000-0000-0000-000000000000";

/** Finds the registered application of a request's client id. */
export function findClient(directory: Directory, clientId: string): Client | Refusal {
  const appId = clientId.toLowerCase();
  if (!isGuid(appId) || appId === allZero) return refusals.clientMalformed(clientId);
  const application = listApplications(directory).find((one) => one.local && one.appId === appId);
  if (application === undefined) return refusals.clientUnknown(clientId, directory.tenantDomain);
  const principal = principalOf(directory, appId);
  if (principal === undefined) return refusals.clientWithoutPrincipal(appId, directory.tenantId);
  const client = clientOf(directory, application, principal);
  return client.disabled ? refusals.clientDisabled(client.appId, client.registrationName) : client;
}
