import { listApplications } from "../../directory/find-registration.js";
import type { Application } from "../../directory/registration.js";
import { checkReach, type Reach } from "../caller.js";
import type { ObjectKey } from "../find-route.js";
import type { GraphAnswer } from "../graph-answer.js";
import type { GraphCall } from "../graph-call.js";
import { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";
import { type ListRequest, writeList, writeObject } from "../write-list.js";
import { applicationObject } from "./application-object.js";
import { emptyApplication } from "../../directory/empty-registration.js";

/** `GET /applications`. */
export function listApplicationObjects(call: GraphCall): GraphAnswer | GraphRefusal {
  const { directory, caller } = call;
  const refusal = checkReach(caller.readApplications, caller);
  if (refusal !== undefined) return refusal;
  const found = listApplications(directory).filter(
    (one) => one.local && checkReach(caller.readApplications, caller, one.owners) === undefined,
  );
  return writeList(
    found.map((one) => applicationObject(directory, one)),
    { ...call, ...applicationType(call) },
  );
}

/** `GET /applications/{id}`. */
export function getApplication(call: GraphCall): GraphAnswer | GraphRefusal {
  const application = findApplication(call, call.caller.readApplications);
  if (application instanceof GraphRefusal) return application;
  return writeObject(applicationObject(call.directory, application), { ...call, ...applicationType(call) });
}

/** `DELETE /applications/{id}`: soft, and with the service principal. */
export function deleteApplication(call: GraphCall): GraphAnswer | GraphRefusal {
  const application = findApplication(call, call.caller.writeApplications);
  if (application instanceof GraphRefusal) return application;
  const principals = [...call.directory.servicePrincipals.values()];
  for (const one of [application, ...principals.filter(({ appId }) => appId === application.appId)])
    one.deletedAt ??= call.now;
  return { status: 204 };
}

/** Finds the application of the path, within the caller's reach. */
export function findApplication(call: GraphCall, reach: Reach): Application | GraphRefusal {
  const { directory, caller, route } = call;
  const refusal = checkReach(reach, caller);
  if (refusal !== undefined) return refusal;
  const found = listApplications(directory).find((one) => one.local && isNamed(one, route.key));
  if (found === undefined) return graphRefusals.notFound(route.key.value);
  return checkReach(reach, caller, found.owners) ?? found;
}

function isNamed(application: Application, { by, value }: ObjectKey): boolean {
  return value === (by === "uniqueName" ? application.properties.uniqueName : application[by]);
}

/** How applications are listed, filtered and selected. */
export function applicationType({
  directory,
}: Pick<GraphCall, "directory">): Pick<
  ListRequest,
  "context" | "type" | "filterable" | "order" | "properties"
> {
  return {
    context: "applications",
    type: "microsoft.graph.application",
    filterable: { texts: ["appId", "displayName", "uniqueName"], lists: ["tags", "identifierUris"] },
    order: [...directory.applications.keys()],
    properties: Object.keys(applicationObject(directory, emptyApplication({ id: "", createdAt: 0 }))),
  };
}
