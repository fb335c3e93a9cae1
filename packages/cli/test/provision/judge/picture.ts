import type { Tenant } from "./tenant.js";

/** The tenant with random ids replaced by names, for a comparison of two histories that should end alike. */
export function pictureOf(tenant: Tenant): string {
  const names = new Map<string, string>();
  for (const { value } of tenant.applications) {
    const name = value.uniqueName ?? value.displayName;
    names.set(value.id, `object of ${name}`).set(value.appId, `app of ${name}`);
  }
  for (const { value } of tenant.principals) names.set(value.id, `principal of ${names.get(value.appId)}`);
  const { applications, principals } = tenant;
  const parts = [
    ...applications.map(({ value }) => ({
      ...value,
      deletedDateTime: value.deletedDateTime !== null,
      tags: value.tags.toSorted(),
      requiredResourceAccess: value.requiredResourceAccess.toSorted((a, b) =>
        nameOf(a.resourceAppId).localeCompare(nameOf(b.resourceAppId)),
      ),
      passwordCredentials: value.passwordCredentials.map(() => "a secret"),
    })),
    ...principals.map(({ value }) => ({ ...value, deletedDateTime: value.deletedDateTime !== null })),
    ...tenant.assignments.map(({ value: { id, createdDateTime, ...rest } }) => rest),
  ];
  function nameOf(id: string) {
    return names.get(id) ?? id;
  }
  return parts
    .map((part) => JSON.stringify(part, undefined, 1))
    .map((text) => text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf))
    .toSorted()
    .join("\n");
}

/** What a run must leave byte for byte: the foreign objects. */
export function foreignOf(tenant: Tenant): string {
  const all = [...tenant.applications, ...tenant.principals, ...tenant.assignments];
  return JSON.stringify(
    all.filter(({ foreign }) => foreign).map(({ value }) => value),
    undefined,
    1,
  );
}
