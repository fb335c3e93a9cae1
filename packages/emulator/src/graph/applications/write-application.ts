import { randomUUID } from "node:crypto";
import { emptyApplication } from "../../directory/empty-registration.js";
import type { Directory } from "../../directory/directory.js";
import { type Application, defaultAccess } from "../../directory/registration.js";
import { applicationShape } from "../bodies/application-body.js";
import { checkMembers } from "../bodies/check-body.js";
import { checkReach } from "../caller.js";
import { checkQuota } from "../check-quota.js";
import type { GraphAnswer } from "../graph-answer.js";
import type { GraphCall } from "../graph-call.js";
import { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";
import { checkEntitlements } from "./check-entitlements.js";
import { checkIdentifierUris } from "./check-identifier-uris.js";
import { findApplication } from "./applications.js";
import { applicationObject } from "./application-object.js";
import { changedProperties } from "./changed-properties.js";

/** `POST /applications`. */
export function createApplication(call: GraphCall): GraphAnswer | GraphRefusal {
  return create(call, null);
}

/** `PATCH /applications(uniqueName='…')`: creates what is missing when `Prefer` asks for it, else updates. */
export function upsertApplication(call: GraphCall): GraphAnswer | GraphRefusal {
  const found = findApplication(call, call.caller.writeApplications);
  if (!(found instanceof GraphRefusal)) return update(call, found);
  if (found.status !== 404 || !call.createIfMissing) return found;
  return create(call, call.route.key.value);
}

/** `PATCH /applications/{id}`. */
export function updateApplication(call: GraphCall): GraphAnswer | GraphRefusal {
  const found = findApplication(call, call.caller.writeApplications);
  return found instanceof GraphRefusal ? found : update(call, found);
}

function create(call: GraphCall, uniqueName: string | null): GraphAnswer | GraphRefusal {
  const { directory, caller, body, now, graphUrl } = call;
  const refusal =
    checkReach(caller.writeApplications, caller) ??
    checkMembers(body, { ...applicationShape, required: ["displayName"] }) ??
    (uniqueName === "" || (uniqueName?.length ?? 0) > 256
      ? graphRefusals.invalid("uniqueName", "Application")
      : undefined) ??
    checkUniqueName(call, uniqueName) ??
    checkQuota(directory);
  if (refusal !== undefined) return refusal;
  const empty = emptyApplication({ id: randomUUID(), createdAt: now });
  const application: Application = { ...empty, appId: randomUUID() };
  application.properties = { ...application.properties, uniqueName };
  const wrong = apply(call, application);
  if (wrong !== undefined) return wrong;
  application.owners.add(caller.principalId);
  directory.applications.set(application.id, application);
  return {
    status: 201,
    headers: { Location: `${graphUrl}/applications/${application.id}` },
    body: {
      "@odata.context": `${graphUrl}/$metadata#applications/$entity`,
      ...applicationObject({ ...directory, isReplicated: () => true }, application),
    },
  };
}

function update(call: GraphCall, application: Application): GraphAnswer | GraphRefusal {
  return checkMembers(call.body, applicationShape) ?? apply(call, application) ?? { status: 204 };
}

/** Checks what the body changes against the application and the tenant, and changes it: all of it, or nothing. */
function apply({ directory, body, now }: GraphCall, application: Application): GraphRefusal | undefined {
  const properties = changedProperties(application.properties, body);
  const refusal =
    checkEntitlements(application.properties, properties) ??
    checkIdentifierUris(directory, application, properties);
  if (refusal !== undefined) return refusal;
  const since = new Map(application.properties.appRoles.map(({ id }) => [id, -Infinity]));
  for (const [id, time] of application.rolesSince) since.set(id, time);
  application.properties = properties;
  application.rolesSince = new Map(properties.appRoles.map(({ id }) => [id, since.get(id) ?? now]));
  dropRoles(directory, application);
  return undefined;
}

/** Roles that are gone have no assignments. */
function dropRoles({ servicePrincipals, assignments }: Directory, { appId, rolesSince }: Application): void {
  const resources = [...servicePrincipals.values()].filter((one) => one.appId === appId).map(({ id }) => id);
  for (const { id, resourceId, appRoleId } of assignments.values())
    if (resources.includes(resourceId) && appRoleId !== defaultAccess && !rolesSince.has(appRoleId))
      assignments.delete(id);
}

function checkUniqueName({ directory }: GraphCall, uniqueName: string | null): GraphRefusal | undefined {
  if (uniqueName === null) return undefined;
  const names = [...directory.applications.values()].map(({ properties }) =>
    properties.uniqueName?.toLowerCase(),
  );
  return names.includes(uniqueName.toLowerCase()) ? graphRefusals.taken("uniqueName") : undefined;
}
