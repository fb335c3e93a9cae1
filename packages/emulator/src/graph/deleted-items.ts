import { applicationOf } from "../directory/find-registration.js";
import { purge } from "../directory/purge.js";
import type { Application, ServicePrincipal } from "../directory/registration.js";
import { applicationObject } from "./applications/application-object.js";
import { applicationType } from "./applications/applications.js";
import { restoreShape } from "./bodies/action-bodies.js";
import { checkMembers } from "./bodies/check-body.js";
import { checkReach, type Reach } from "./caller.js";
import type { GraphAnswer } from "./graph-answer.js";
import type { GraphCall } from "./graph-call.js";
import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";
import { servicePrincipalObjects, servicePrincipalType } from "./service-principals/service-principals.js";
import { type Written, writeList, writeObject } from "./write-list.js";

/** `GET /directory/deletedItems/microsoft.graph.application` and `….servicePrincipal`. */
export function listDeleted(call: GraphCall): GraphAnswer | GraphRefusal {
  const { directory, caller, route } = call;
  const refusal = checkReach(caller.readApplications, caller);
  if (refusal !== undefined) return refusal;
  const isListed = ({ deletedAt, owners }: Application | ServicePrincipal): boolean =>
    deletedAt !== undefined && checkReach(caller.readApplications, caller, owners) === undefined;
  if (route.list === "microsoft.graph.application") {
    const found = [...directory.applications.values()].filter(isListed);
    return writeList(
      found.map((one) => applicationObject(directory, one)),
      { ...call, ...applicationType(call) },
    );
  }
  const found = [...directory.servicePrincipals.values()].filter(isListed);
  return writeList(servicePrincipalObjects(call, found), { ...call, ...servicePrincipalType(call) });
}

/** `GET /directory/deletedItems/{id}`. */
export function getDeleted(call: GraphCall): GraphAnswer | GraphRefusal {
  const found = findDeleted(call, call.caller.readApplications);
  if (found instanceof GraphRefusal) return found;
  const kind = isApplication(call, found) ? applicationType(call) : servicePrincipalType(call);
  return writeObject(deletedObject(call, found), { ...call, ...kind, context: "directoryObjects" });
}

/** `DELETE /directory/deletedItems/{id}`. */
export function purgeDeleted(call: GraphCall): GraphAnswer | GraphRefusal {
  const found = findDeleted(call, call.caller.writeApplications);
  if (found instanceof GraphRefusal) return found;
  purge(call.directory, found.id);
  return { status: 204 };
}

/**
 * `POST /directory/deletedItems/{id}/restore`. An application comes back without its service principal, which is a
 * deleted item too; the service principal comes back with its assignments.
 */
export function restoreDeleted(call: GraphCall): GraphAnswer | GraphRefusal {
  const { directory, graphUrl, now, body } = call;
  const found = findDeleted(call, call.caller.writeApplications);
  if (found instanceof GraphRefusal) return found;
  const refusal =
    checkMembers(body, restoreShape) ??
    (isApplication(call, found) ? undefined : checkPrincipal(call, found));
  if (refusal !== undefined) return refusal;
  found.deletedAt = undefined;
  found.since = now;
  const context = `${graphUrl}/$metadata#directoryObjects/$entity`;
  return {
    status: 200,
    body: {
      "@odata.context": context,
      ...deletedObject({ ...call, directory: { ...directory, isReplicated: () => true } }, found),
    },
  };
}

function checkPrincipal({ directory }: GraphCall, { appId }: ServicePrincipal): GraphRefusal | undefined {
  if (applicationOf(directory, appId) === undefined) return graphRefusals.noBackingApplication(appId);
  const others = [...directory.servicePrincipals.values()];
  const taken = others.some((one) => one.appId === appId && one.deletedAt === undefined);
  return taken ? graphRefusals.principalExists(appId) : undefined;
}

function findDeleted(call: GraphCall, reach: Reach): Application | ServicePrincipal | GraphRefusal {
  const { directory, caller, route } = call;
  const refusal = checkReach(reach, caller);
  if (refusal !== undefined) return refusal;
  const { value } = route.key;
  const found = directory.applications.get(value) ?? directory.servicePrincipals.get(value);
  if (found?.deletedAt === undefined) return graphRefusals.notFound(value);
  return checkReach(reach, caller, found.owners) ?? found;
}

function isApplication({ directory }: GraphCall, one: Application | ServicePrincipal): one is Application {
  return directory.applications.has(one.id);
}

function deletedObject(call: GraphCall, one: Application | ServicePrincipal): Written {
  return isApplication(call, one)
    ? { "@odata.type": "#microsoft.graph.application", ...applicationObject(call.directory, one) }
    : { "@odata.type": "#microsoft.graph.servicePrincipal", ...servicePrincipalObjects(call, [one])[0]! };
}
