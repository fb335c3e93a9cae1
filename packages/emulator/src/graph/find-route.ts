import type { GraphOperation } from "../server/graph-faults.js";
import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";

/** How a path names an object. */
export interface ObjectKey {
  readonly by: "id" | "appId" | "uniqueName";
  readonly value: string;
}

/** An operation, and the names in its path. */
export interface Route {
  readonly operation: GraphOperation;
  readonly key: ObjectKey;
  /** `appRoleAssignedTo`, `appRoleAssignments`, or the type of deleted objects. */
  readonly list: string;
  /** Id of an assignment. */
  readonly item: string;
}

type Operations = Readonly<Record<string, GraphOperation>>;

const applications: Operations = { GET: "listApplications", POST: "createApplication" };
const application: Operations = {
  GET: "getApplication",
  PATCH: "updateApplication",
  DELETE: "deleteApplication",
};
const servicePrincipals: Operations = { GET: "listServicePrincipals", POST: "createServicePrincipal" };
const servicePrincipal: Operations = {
  GET: "getServicePrincipal",
  PATCH: "updateServicePrincipal",
  DELETE: "deleteServicePrincipal",
};
const assignments: Operations = { GET: "listAssignments", POST: "createAssignment" };
const assignment: Operations = { GET: "getAssignment", DELETE: "deleteAssignment" };
const deletedTypes = ["microsoft.graph.application", "microsoft.graph.servicePrincipal"];

/** Finds the operation of a path below `/v1.0/`. */
export function findRoute(method: string, path: string): Route | GraphRefusal {
  const segments = path.split("/").map(decoded);
  const [first = "", second, third, fourth, ...more] = segments;
  if (more.length > 0) return graphRefusals.segment(more[0] ?? "");
  if (first === "directory") return deletedRoute(method, segments);
  const [, collection = "", keyed] = /^(\w+)(\(.*\))?$/.exec(first) ?? [];
  if (collection !== "applications" && collection !== "servicePrincipals")
    return graphRefusals.segment(first);
  if (keyed === undefined && second === undefined)
    return choose(method, collection === "applications" ? applications : servicePrincipals, {});
  const key = keyed === undefined ? idKey(second) : readKey(keyed, collection);
  if (key === undefined) return graphRefusals.segment(first);
  const [action, item] = keyed === undefined ? [third, fourth] : [second, third];
  if (keyed !== undefined && fourth !== undefined) return graphRefusals.segment(fourth);
  return collection === "applications"
    ? applicationRoute(method, key, action, item)
    : principalRoute(method, key, action, item);
}

function applicationRoute(
  method: string,
  key: ObjectKey,
  action?: string,
  item?: string,
): Route | GraphRefusal {
  if (item !== undefined) return graphRefusals.segment(item);
  if (action === undefined) {
    const upsert = key.by === "uniqueName" ? { PATCH: "upsertApplication" as const } : {};
    return choose(method, { ...application, ...upsert }, { key });
  }
  if (action === "addPassword" || action === "removePassword")
    return choose(method, { POST: action }, { key });
  return graphRefusals.segment(action);
}

function principalRoute(method: string, key: ObjectKey, list?: string, item?: string): Route | GraphRefusal {
  if (list === undefined) {
    const upsert = key.by === "appId" ? { PATCH: "upsertServicePrincipal" as const } : {};
    return choose(method, { ...servicePrincipal, ...upsert }, { key });
  }
  if (list !== "appRoleAssignedTo" && list !== "appRoleAssignments") return graphRefusals.segment(list);
  if (item === undefined) return choose(method, assignments, { key, list });
  return choose(method, assignment, { key, list, item });
}

function deletedRoute(
  method: string,
  [, second = "", third, fourth]: readonly string[],
): Route | GraphRefusal {
  if (second !== "deletedItems" || third === undefined) return graphRefusals.segment(second);
  if (deletedTypes.includes(third))
    return fourth === undefined
      ? choose(method, { GET: "listDeleted" }, { list: third })
      : graphRefusals.segment(fourth);
  const key = idKey(third);
  if (fourth === undefined) return choose(method, { GET: "getDeleted", DELETE: "purgeDeleted" }, { key });
  return fourth === "restore"
    ? choose(method, { POST: "restoreDeleted" }, { key })
    : graphRefusals.segment(fourth);
}

function choose(method: string, operations: Operations, names: Partial<Route>): Route | GraphRefusal {
  const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
  if (operation === undefined) return graphRefusals.method(Object.keys(operations));
  return { key: { by: "id", value: "" }, list: "", item: "", ...names, operation };
}

function idKey(value = ""): ObjectKey {
  return { by: "id", value: value.toLowerCase() };
}

/** `(appId='…')`, `(uniqueName='…')` or `('{id}')`; a quote in a value is written twice. */
function readKey(text: string, collection: string): ObjectKey | undefined {
  const [, name = "id", quoted] = /^\((?:(appId|uniqueName|id)=)?'((?:[^']|'')*)'\)$/.exec(text) ?? [];
  if (quoted === undefined || (name === "uniqueName" && collection !== "applications")) return undefined;
  const value = quoted.replaceAll("''", "'");
  return { by: name as ObjectKey["by"], value: name === "uniqueName" ? value : value.toLowerCase() };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
