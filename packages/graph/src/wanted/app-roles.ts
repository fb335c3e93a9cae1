import { sendable } from "../directory/application.js";
import type { JsonMembers } from "../client/json-value.js";
import { own, ownList, ownText } from "../client/own.js";
import { appRoleOf, type WantedRole } from "./wanted-application.js";

/** The id of the role that grants the product: another one with the same value is used as it is. */
export function usedRoleId(roles: readonly JsonMembers[], wanted: WantedRole): string {
  return roleNamed(roles, wanted)?.id ?? wanted.id;
}

/** The role with our value and another id, and whether applications can get it. */
export function roleNamed(
  roles: readonly JsonMembers[],
  { id, value }: WantedRole,
): { readonly id: string; readonly isUsable: boolean } | undefined {
  const role = roles.find((one) => ownText(one, "value") === value && !hasId(one, id));
  const found = ownText(role, "id")?.toLowerCase();
  return role === undefined || found === undefined ? undefined : { id: found, isUsable: isUsable(role) };
}

/** The whole list with our role, and the value that our role had; undefined when the list is right. */
export function rolesWith(
  roles: readonly JsonMembers[],
  wanted: WantedRole,
): { readonly before: string | null; readonly after: readonly JsonMembers[] } | undefined {
  if (roleNamed(roles, wanted) !== undefined) return undefined;
  const ours = roles.find((one) => hasId(one, wanted.id));
  if (ours === undefined) return { before: null, after: [...sendable(roles), appRoleOf(wanted)] };
  const before = ownText(ours, "value") ?? null;
  if (before === wanted.value && isUsable(ours) && ownList(ours, "allowedMemberTypes").length === 1)
    return undefined;
  return { before, after: sendable(roles).map((one) => (hasId(one, wanted.id) ? appRoleOf(wanted) : one)) };
}

/**
 * The whole list with only our role disabled, when that must happen first: Graph refuses another `value` or other
 * `allowedMemberTypes` for an enabled role.
 */
export function rolesDisabled(
  roles: readonly JsonMembers[],
  wanted: WantedRole,
): readonly JsonMembers[] | undefined {
  const ours = roles.find((one) => hasId(one, wanted.id));
  if (ours === undefined || own(ours, "isEnabled") !== true || rolesWith(roles, wanted) === undefined)
    return undefined;
  return sendable(roles).map((one) => (hasId(one, wanted.id) ? { ...one, isEnabled: false } : one));
}

const hasId = (role: JsonMembers, id: string): boolean => ownText(role, "id")?.toLowerCase() === id;

const isUsable = (role: JsonMembers): boolean =>
  own(role, "isEnabled") === true && ownList(role, "allowedMemberTypes").includes("Application");
