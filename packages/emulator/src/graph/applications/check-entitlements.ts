import type { ApplicationProperties, AppRole, PermissionScope } from "../../directory/registration.js";
import type { GraphRefusal } from "../graph-refusal.js";
import { graphRefusals } from "../graph-refusals.js";

type Entitlement = AppRole | PermissionScope;

/** Checks roles and scopes: unique, and none removed or changed while it is enabled ("appRole resource type"). */
export function checkEntitlements(
  before: ApplicationProperties,
  after: ApplicationProperties,
): GraphRefusal | undefined {
  return (
    checkUnique(after.appRoles, "appRoles") ??
    checkUnique(after.api.oauth2PermissionScopes, "oauth2PermissionScopes") ??
    checkEnabled(before.appRoles, after.appRoles) ??
    checkEnabled(before.api.oauth2PermissionScopes, after.api.oauth2PermissionScopes)
  );
}

function checkUnique(entitlements: readonly Entitlement[], name: string): GraphRefusal | undefined {
  const values = entitlements.flatMap(({ value }) => value ?? []);
  const ids = entitlements.map(({ id }) => id);
  const unique = new Set(ids).size === ids.length && new Set(values).size === values.length;
  return unique ? undefined : graphRefusals.duplicate(name);
}

function checkEnabled(
  before: readonly Entitlement[],
  after: readonly Entitlement[],
): GraphRefusal | undefined {
  const isKept = (old: Entitlement): boolean => {
    const now = after.find(({ id }) => id === old.id);
    return now !== undefined && now.value === old.value && membersOf(now) === membersOf(old);
  };
  const changed = before.some((old) => old.isEnabled && !isKept(old));
  return changed ? graphRefusals.entitlementEnabled() : undefined;
}

function membersOf(entitlement: Entitlement): string {
  return "allowedMemberTypes" in entitlement
    ? [...entitlement.allowedMemberTypes].sort().join(" ")
    : entitlement.type;
}
