import { randomUUID } from "node:crypto";
import { emptyServicePrincipal } from "../../directory/empty-registration.js";
import { applicationOf, isVisible } from "../../directory/find-registration.js";
import type { ServicePrincipal, ServicePrincipalProperties } from "../../directory/registration.js";
import { checkMembers, type Members } from "../bodies/check-body.js";
import {
  newServicePrincipalShape,
  servicePrincipalShape,
  upsertedServicePrincipalShape,
} from "../bodies/service-principal-body.js";
import { checkReach } from "../caller.js";
import { checkQuota } from "../check-quota.js";
import type { GraphAnswer } from "../graph-answer.js";
import type { GraphCall } from "../graph-call.js";
import { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";
import { servicePrincipalObject } from "./service-principal-object.js";
import { findServicePrincipal } from "./service-principals.js";

/** `POST /servicePrincipals`. */
export function createServicePrincipal(call: GraphCall): GraphAnswer | GraphRefusal {
  const { caller, body } = call;
  const refusal =
    checkReach(caller.writeApplications, caller) ?? checkMembers(body, newServicePrincipalShape);
  return refusal ?? create(call, String(body["appId"]).toLowerCase());
}

/** `PATCH /servicePrincipals(appId='…')`: creates what is missing when `Prefer` asks for it, else updates. */
export function upsertServicePrincipal(call: GraphCall): GraphAnswer | GraphRefusal {
  const { body, route, caller, createIfMissing } = call;
  const found = findServicePrincipal(call, caller.writeApplications);
  const missing = found instanceof GraphRefusal && found.status === 404 && createIfMissing;
  if (found instanceof GraphRefusal && !missing) return found;
  const refusal = checkMembers(body, upsertedServicePrincipalShape);
  if (refusal !== undefined) return refusal;
  const { appId = route.key.value } = body as { appId?: string };
  if (appId.toLowerCase() !== route.key.value) return graphRefusals.invalid("appId", "ServicePrincipal");
  return found instanceof GraphRefusal ? create(call, route.key.value) : update(found, body);
}

/** `PATCH /servicePrincipals/{id}`. */
export function updateServicePrincipal(call: GraphCall): GraphAnswer | GraphRefusal {
  const found = findServicePrincipal(call, call.caller.writeApplications);
  if (found instanceof GraphRefusal) return found;
  return checkMembers(call.body, servicePrincipalShape) ?? update(found, call.body);
}

function create(call: GraphCall, appId: string): GraphAnswer | GraphRefusal {
  const { directory, caller, body, now, graphUrl } = call;
  const application = applicationOf(directory, appId);
  if (application === undefined || !isVisible(directory, application))
    return graphRefusals.noBackingApplication(appId);
  const there = [...directory.servicePrincipals.values()].some(
    (one) => one.appId === appId && one.deletedAt === undefined,
  );
  const refusal =
    checkReach(caller.writeApplications, caller, application.owners) ??
    (there ? graphRefusals.principalExists(appId) : undefined) ??
    checkQuota(directory);
  if (refusal !== undefined) return refusal;
  const principal = emptyServicePrincipal({ id: randomUUID(), appId, createdAt: now });
  update(principal, body);
  principal.owners.add(caller.principalId);
  directory.servicePrincipals.set(principal.id, principal);
  return {
    status: 201,
    headers: { Location: `${graphUrl}/servicePrincipals/${principal.id}` },
    body: {
      "@odata.context": `${graphUrl}/$metadata#servicePrincipals/$entity`,
      ...servicePrincipalObject({ ...directory, isReplicated: () => true }, principal, application),
    },
  };
}

function update(principal: ServicePrincipal, body: Members): GraphAnswer {
  const { appId: _, ...given } = body as Partial<ServicePrincipalProperties> & { appId?: string };
  principal.properties = { ...principal.properties, ...given };
  return { status: 204 };
}
