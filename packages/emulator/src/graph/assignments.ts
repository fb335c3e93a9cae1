import { randomBytes } from "node:crypto";
import { applicationOf, isVisible, listAssignments, rolesOf } from "../directory/find-registration.js";
import { graphAppId } from "../directory/microsoft-graph.js";
import { type Assignment, defaultAccess, type ServicePrincipal } from "../directory/registration.js";
import { assignmentShape } from "./bodies/action-bodies.js";
import { checkMembers } from "./bodies/check-body.js";
import { checkQuota } from "./check-quota.js";
import type { GraphAnswer } from "./graph-answer.js";
import type { GraphCall } from "./graph-call.js";
import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";
import { findServicePrincipal } from "./service-principals/service-principals.js";
import { timestamp } from "./timestamp.js";
import { type ListRequest, type Written, writeList, writeObject } from "./write-list.js";

/** `GET /servicePrincipals/{id}/appRoleAssignedTo` and `…/appRoleAssignments`. */
export function listAssignmentObjects(call: GraphCall): GraphAnswer | GraphRefusal {
  const principal = findServicePrincipal(call, call.caller.readAssignments);
  if (principal instanceof GraphRefusal) return principal;
  const found = listAssignments(call.directory).filter((one) => isOn(call, one, principal));
  return writeList(
    found.map((one) => assignmentObject(call, one)),
    { ...call, ...assignmentType(call, principal) },
  );
}

/** `GET /servicePrincipals/{id}/appRoleAssignedTo/{assignment}`. */
export function getAssignment(call: GraphCall): GraphAnswer | GraphRefusal {
  const principal = findServicePrincipal(call, call.caller.readAssignments);
  if (principal instanceof GraphRefusal) return principal;
  const found = findAssignment(call, principal);
  if (found instanceof GraphRefusal) return found;
  return writeObject(assignmentObject(call, found), { ...call, ...assignmentType(call, principal) });
}

/** `POST /servicePrincipals/{id}/appRoleAssignedTo`, with three object ids ("Grant an appRoleAssignment"). */
export function createAssignment(call: GraphCall): GraphAnswer | GraphRefusal {
  const { directory, body, now, route, graphUrl } = call;
  const named = findServicePrincipal(call, call.caller.assign === "none" ? "none" : "all");
  if (named instanceof GraphRefusal) return named;
  const refusal = checkMembers(body, assignmentShape);
  if (refusal !== undefined) return refusal;
  const [principal, resource] = [find(call, body["principalId"]), find(call, body["resourceId"])];
  if (principal === undefined || resource === undefined) return graphRefusals.notReference();
  if (named !== (route.list === "appRoleAssignedTo" ? resource : principal))
    return graphRefusals.notReference();
  const appRoleId = String(body["appRoleId"]).toLowerCase();
  const wrong = checkAssignment(call, { principal, resource, appRoleId });
  if (wrong !== undefined) return wrong;
  const id = randomBytes(32).toString("base64url");
  const ids = { id, appRoleId, principalId: principal.id, resourceId: resource.id };
  const assignment: Assignment = { ...ids, createdAt: now, since: now };
  directory.assignments.set(id, assignment);
  const context = `${graphUrl}/$metadata#${assignmentType(call, named).context}/$entity`;
  return { status: 201, body: { "@odata.context": context, ...assignmentObject(call, assignment) } };
}

/** `DELETE /servicePrincipals/{id}/appRoleAssignedTo/{assignment}`. */
export function deleteAssignment(call: GraphCall): GraphAnswer | GraphRefusal {
  const named = findServicePrincipal(call, call.caller.assign === "none" ? "none" : "all");
  if (named instanceof GraphRefusal) return named;
  const found = findAssignment(call, named);
  if (found instanceof GraphRefusal) return found;
  if (!mayAssign(call, find(call, found.resourceId))) return graphRefusals.denied();
  call.directory.assignments.delete(found.id);
  return { status: 204 };
}

function checkAssignment(
  call: GraphCall,
  {
    principal,
    resource,
    appRoleId,
  }: { principal: ServicePrincipal; resource: ServicePrincipal; appRoleId: string },
): GraphRefusal | undefined {
  const { directory } = call;
  if (!mayAssign(call, resource)) return graphRefusals.denied();
  const application = applicationOf(directory, resource.appId);
  const roles = application === undefined ? [] : rolesOf(directory, application);
  const role = roles.find(({ id }) => id === appRoleId);
  const assignable = role?.isEnabled === true && role.allowedMemberTypes.includes("Application");
  if (appRoleId !== defaultAccess && !assignable) return graphRefusals.roleUnknown(resource.appId);
  const exists = [...directory.assignments.values()].some(
    (one) =>
      one.principalId === principal.id && one.resourceId === resource.id && one.appRoleId === appRoleId,
  );
  return exists ? graphRefusals.assignmentExists() : checkQuota(directory);
}

/** Application administrators assign the roles of every resource but Microsoft Graph. */
function mayAssign({ caller }: GraphCall, resource: ServicePrincipal | undefined): boolean {
  return caller.assign === "all" || resource?.appId !== graphAppId;
}

function find({ directory }: GraphCall, id: unknown): ServicePrincipal | undefined {
  const found = directory.servicePrincipals.get(String(id).toLowerCase());
  return found !== undefined && isVisible(directory, found) ? found : undefined;
}

function findAssignment(call: GraphCall, named: ServicePrincipal): Assignment | GraphRefusal {
  const { directory, route } = call;
  const found = listAssignments(directory).find(({ id }) => id === route.item);
  return found !== undefined && isOn(call, found, named) ? found : graphRefusals.notFound(route.item);
}

function isOn(
  { route }: GraphCall,
  { principalId, resourceId }: Assignment,
  { id }: ServicePrincipal,
): boolean {
  return id === (route.list === "appRoleAssignedTo" ? resourceId : principalId);
}

function assignmentType(
  { directory, route }: GraphCall,
  { id }: ServicePrincipal,
): Pick<ListRequest, "context" | "type" | "filterable" | "order" | "properties"> {
  return {
    context: `servicePrincipals('${id}')/${route.list}`,
    type: "microsoft.graph.appRoleAssignment",
    filterable: { texts: [], lists: [] },
    order: [...directory.assignments.keys()],
    properties: [
      ...["id", "deletedDateTime", "appRoleId", "createdDateTime", "principalDisplayName", "principalId"],
      ...["principalType", "resourceDisplayName", "resourceId"],
    ],
  };
}

function assignmentObject({ directory }: GraphCall, assignment: Assignment): Written {
  const { id, appRoleId, principalId, resourceId, createdAt } = assignment;
  const nameOf = (principal: string): string | null => {
    const appId = directory.servicePrincipals.get(principal)?.appId ?? "";
    return applicationOf(directory, appId)?.properties.displayName ?? null;
  };
  return {
    ...{ id, deletedDateTime: null, appRoleId, createdDateTime: timestamp(createdAt) },
    ...{ principalDisplayName: nameOf(principalId), principalId, principalType: "ServicePrincipal" },
    ...{ resourceDisplayName: nameOf(resourceId), resourceId },
  };
}
