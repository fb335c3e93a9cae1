import { isGuid } from "@product-auth/core/adapter";
import type { PortalSettings } from "../options/settings.js";
import type { SignedIn } from "./sign-in-provider.js";

/** What a sign-in gives for the session. */
export interface Rights {
  readonly isAdministrator: boolean;
  /** Names of the groups of the option `groups`. */
  readonly groups: readonly string[];
}

/**
 * Administrators and members of groups, by app roles first. Without a whole list of groups (see `SignedIn.groups`), no group
 * is given by its object id.
 */
export function rightsOf(
  { roles, groups = [] }: Pick<SignedIn, "roles" | "groups">,
  settings: Pick<PortalSettings, "administratorRoles" | "groups">,
): Rights {
  const ids = new Set(groups.map(comparable));
  return {
    isAdministrator: settings.administratorRoles.some((role) => roles.includes(role)),
    groups: settings.groups
      .filter(
        ({ role, groupId }) =>
          (role !== undefined && roles.includes(role)) ||
          (groupId !== undefined && ids.has(comparable(groupId))),
      )
      .map(({ name }) => name),
  };
}

/** The case of a GUID says nothing; other issuers may have two groups whose names differ in case only. */
const comparable = (group: string): string => (isGuid(group) ? group.toLowerCase() : group);
