import type { Client, User } from "../directory/directory.js";
import { isGuid } from "../directory/guid.js";
import { stableGuid } from "../directory/stable-guid.js";
import type { UserAccount } from "../entra-options.js";
import { checkShape, isRecord, type Kind, kinds, whole } from "./check-shape.js";
import { listed } from "./settle-assignments.js";
import { capitalised } from "./settle-products.js";

/** The tenant that the users belong to, and the clients that they may be assigned to. */
export interface Tenant {
  readonly tenantId: string;
  readonly tenantDomain: string;
  readonly clients: ReadonlyMap<string, Client>;
}

const guid: Kind = { description: "a GUID", fits: (value) => typeof value === "string" && isGuid(value) };
const address: Kind = {
  description: "a name with @ and a domain, without spaces",
  fits: (value) => typeof value === "string" && value.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(value),
};
const shape: Record<keyof UserAccount, Kind> = {
  userPrincipalName: address,
  displayName: kinds.text,
  givenName: kinds.text,
  surname: kinds.text,
  email: {
    description: "an e-mail address, or null",
    fits: (value) => value === null || address.fits(value),
  },
  objectId: guid,
  homeTenantId: guid,
  guest: kinds.record,
  groups: {
    description: "a list of group ids, or a number up to 10000",
    fits: (value) => kinds.words.fits(value) || whole(0, 10_000).fits(value),
  },
  roles: {
    description: "app roles by client name",
    fits: (value) => isRecord(value) && Object.values(value).every(kinds.words.fits),
  },
  disabled: kinds.flag,
};

/** Registers the valid users, and adds a problem for each invalid member. */
export function settleUsers(given: unknown, tenant: Tenant, problems: string[]): Map<string, User> {
  const users = new Map<string, User>();
  if (!isRecord(given)) return users; // already reported as a problem
  for (const [name, one] of Object.entries(given)) {
    const path = `users.${name}`;
    if (!checkShape(one, path, shape, problems)) continue;
    const options = one as UserAccount;
    if (options.guest !== undefined && !checkGuest(options.guest, `${path}.guest`, problems)) continue;
    const user = register(name, options, tenant, problems);
    for (const other of users.values()) checkDistinct(user, other, problems);
    users.set(name, user);
  }
  return users;
}

function checkGuest(guest: object, path: string, problems: string[]): boolean {
  if (!checkShape(guest, path, { idp: kinds.text }, problems)) return false;
  if ("idp" in guest) return true;
  problems.push(`${path}.idp: is missing; name the identity provider, such as "google.com".`);
  return false;
}

function register(name: string, given: UserAccount, tenant: Tenant, problems: string[]): User {
  const mail = given.guest === undefined ? undefined : (given.email ?? undefined);
  const principal = given.userPrincipalName ?? mail ?? `${name}@${tenant.tenantDomain}`;
  if (!address.fits(principal))
    problems.push(`users.${name}: "${principal}" is not a user principal name; set userPrincipalName.`);
  const names = [given.givenName, given.surname].filter((part) => part !== undefined).join(" ");
  const home = given.guest === undefined ? given.homeTenantId?.toLowerCase() : undefined;
  return {
    name,
    userPrincipalName: principal,
    displayName: given.displayName ?? (names || name.split(".").map(capitalised).join(" ")),
    givenName: given.givenName,
    surname: given.surname,
    email: given.email === undefined ? principal : (given.email ?? undefined),
    objectId: given.objectId?.toLowerCase() ?? stableGuid(`user:${principal}`),
    tenantId: home ?? tenant.tenantId,
    idp: given.guest?.idp,
    groups: typeof given.groups === "number" ? numbered(given.groups) : (given.groups ?? []),
    roles: checkRoles(given.roles ?? {}, `users.${name}.roles`, tenant.clients, problems),
    disabled: given.disabled ?? false,
  };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => stableGuid(`group:${index + 1}`));
}

function checkRoles(
  given: Readonly<Record<string, readonly string[]>>,
  path: string,
  clients: ReadonlyMap<string, Client>,
  problems: string[],
): User["roles"] {
  for (const [name, roles] of Object.entries(given)) {
    const client = clients.get(name);
    if (client === undefined) {
      problems.push(
        `${path}: there is no client "${name}"; add it to clients, or use ${listed(clients.keys())}.`,
      );
      continue;
    }
    for (const role of roles)
      if (!client.appRoles.includes(role))
        problems.push(
          `${path}.${name}: the client has no app role "${role}"; add it to its appRoles, or use ${listed(client.appRoles)}.`,
        );
  }
  return new Map(Object.entries(given));
}

/** Object ids and user principal names are unique in a tenant. */
function checkDistinct(user: User, other: User, problems: string[]): void {
  const same = (one: string, two: string): boolean => one.toLowerCase() === two.toLowerCase();
  const taken = same(user.userPrincipalName, other.userPrincipalName) ? user.userPrincipalName : undefined;
  const id = user.objectId === other.objectId ? user.objectId : undefined;
  const value = taken ?? id;
  if (value !== undefined)
    problems.push(
      `users.${user.name}: ${value} is already taken by users.${other.name}; choose another one.`,
    );
}
