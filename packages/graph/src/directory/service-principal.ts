import { isGuid } from "../client/guid.js";
import { GraphFailure } from "../client/graph-failure.js";
import { own, ownText } from "../client/own.js";

/** A service principal (enterprise application) as Graph returns it. */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly appRoleAssignmentRequired: boolean;
  readonly accountEnabled: boolean;
}

export function servicePrincipalOf(json: unknown): ServicePrincipal {
  const [id, appId] = [ownText(json, "id") ?? "", ownText(json, "appId") ?? ""];
  if (!isGuid(id) || !isGuid(appId))
    throw new GraphFailure({ reason: "invalid answer", text: "a service principal without id and appId" });
  return {
    id,
    appId: appId.toLowerCase(),
    appRoleAssignmentRequired: own(json, "appRoleAssignmentRequired") === true,
    accountEnabled: own(json, "accountEnabled") !== false,
  };
}

/** A role of a resource, assigned to a principal. */
export interface Assignment {
  readonly id: string;
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
}

export function assignmentsOf(list: readonly unknown[]): readonly Assignment[] {
  return list.flatMap((json) => {
    const id = ownText(json, "id");
    const [principalId, resourceId, appRoleId] = [
      ownText(json, "principalId"),
      ownText(json, "resourceId"),
      ownText(json, "appRoleId"),
    ];
    // The id becomes the last segment of a path: as ".." it would address the service principal itself.
    if (id === undefined || /^\.{0,2}$/.test(id) || principalId === undefined || appRoleId === undefined)
      return [];
    return [
      {
        id,
        principalId: principalId.toLowerCase(),
        resourceId: (resourceId ?? "").toLowerCase(),
        appRoleId: appRoleId.toLowerCase(),
      },
    ];
  });
}
