import { emptyServicePrincipal } from "../../directory/empty-registration.js";
import { listServicePrincipals } from "../../directory/find-registration.js";
import type { Application, ServicePrincipal } from "../../directory/registration.js";
import { checkReach, type Reach } from "../caller.js";
import type { GraphAnswer } from "../graph-answer.js";
import type { GraphCall } from "../graph-call.js";
import { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";
import { type ListRequest, type Written, writeList, writeObject } from "../write-list.js";
import { servicePrincipalObject } from "./service-principal-object.js";

/** `GET /servicePrincipals`. */
export function listServicePrincipalObjects(call: GraphCall): GraphAnswer | GraphRefusal {
  const { directory, caller } = call;
  const refusal = checkReach(caller.readApplications, caller);
  if (refusal !== undefined) return refusal;
  const found = listServicePrincipals(directory).filter(
    (one) => checkReach(caller.readApplications, caller, one.owners) === undefined,
  );
  return writeList(servicePrincipalObjects(call, found), { ...call, ...servicePrincipalType(call) });
}

/** `GET /servicePrincipals/{id}`. */
export function getServicePrincipal(call: GraphCall): GraphAnswer | GraphRefusal {
  const principal = findServicePrincipal(call, call.caller.readApplications);
  if (principal instanceof GraphRefusal) return principal;
  const [written] = servicePrincipalObjects(call, [principal]);
  return writeObject(written!, { ...call, ...servicePrincipalType(call) });
}

/** `DELETE /servicePrincipals/{id}`: soft. */
export function deleteServicePrincipal(call: GraphCall): GraphAnswer | GraphRefusal {
  const principal = findServicePrincipal(call, call.caller.writeApplications);
  if (principal instanceof GraphRefusal) return principal;
  principal.deletedAt = call.now;
  return { status: 204 };
}

/** Finds the service principal of the path, within the caller's reach. */
export function findServicePrincipal(call: GraphCall, reach: Reach): ServicePrincipal | GraphRefusal {
  const { directory, caller, route } = call;
  const refusal = checkReach(reach, caller);
  if (refusal !== undefined) return refusal;
  const { by, value } = route.key;
  const found = listServicePrincipals(directory).find(
    (one) => value === (by === "appId" ? one.appId : one.id),
  );
  if (found === undefined) return graphRefusals.notFound(value);
  return checkReach(reach, caller, found.owners) ?? found;
}

/** Service principals as Graph writes them. */
export function servicePrincipalObjects(
  { directory }: Pick<GraphCall, "directory">,
  principals: readonly ServicePrincipal[],
): Written[] {
  const applications = new Map<string, Application>();
  for (const one of directory.applications.values()) applications.set(one.appId, one);
  return principals.map((one) => servicePrincipalObject(directory, one, applications.get(one.appId)));
}

/** How service principals are listed, filtered and selected. */
export function servicePrincipalType({
  directory,
}: Pick<GraphCall, "directory">): Pick<
  ListRequest,
  "context" | "type" | "filterable" | "order" | "properties"
> {
  const empty = emptyServicePrincipal({ id: "", appId: "", createdAt: 0 });
  return {
    context: "servicePrincipals",
    type: "microsoft.graph.servicePrincipal",
    filterable: { texts: ["appId", "displayName"], lists: ["tags"] },
    order: [...directory.servicePrincipals.keys()],
    properties: Object.keys(servicePrincipalObject(directory, empty, undefined)),
  };
}
