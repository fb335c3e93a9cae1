import { randomBytes, randomUUID } from "node:crypto";
import type { Application, AppRole, Assignment, Secret, ServicePrincipal, Stored } from "./objects.js";

/** How long a new object stays invisible, in milliseconds. */
export interface Replication {
  application?: number;
  servicePrincipal?: number;
  role?: number;
  /** Lists lag behind reads by id. */
  list?: number;
}

/** A directory in memory: what it holds, and nothing about how it is asked. */
export class Tenant {
  tenantId: string = randomUUID();
  readonly applications: Stored<Application>[] = [];
  readonly principals: Stored<ServicePrincipal>[] = [];
  readonly assignments: Stored<Assignment>[] = [];
  replication: Replication = {};
  /** `{appId} {roleId}` to the time at which the role can be assigned. */
  readonly roles: Map<string, number> = new Map();
  /** Secrets by value, for the search in every output. */
  readonly secrets: string[] = [];

  application(wanted: Partial<Application>, foreign = false): Application {
    const value: Application = { ...EMPTY(), ...structuredClone(wanted) };
    value.api = { ...EMPTY().api, ...value.api };
    this.applications.push({ value, foreign, visibleAt: this.#after("application") });
    this.touchRoles(value, []);
    return value;
  }

  principal(wanted: Partial<ServicePrincipal> & { appId: string }, foreign = false): ServicePrincipal {
    const value: ServicePrincipal = {
      id: randomUUID(),
      deletedDateTime: null,
      displayName: this.applications.find((app) => app.value.appId === wanted.appId)?.value.displayName ?? "",
      accountEnabled: true,
      appRoleAssignmentRequired: false,
      servicePrincipalType: "Application",
      tags: [],
      ...wanted,
    };
    this.principals.push({ value, foreign, visibleAt: this.#after("servicePrincipal") });
    return value;
  }

  assign(principalId: string, resourceId: string, appRoleId: string, foreign = false): Assignment {
    const nameOf = (id: string) =>
      this.principals.find((sp) => sp.value.id === id)?.value.displayName ?? "A user";
    const value: Assignment = {
      id: randomBytes(32).toString("base64url"),
      deletedDateTime: null,
      appRoleId,
      createdDateTime: new Date().toISOString(),
      principalDisplayName: nameOf(principalId),
      principalId,
      principalType: this.principals.some((sp) => sp.value.id === principalId) ? "ServicePrincipal" : "User",
      resourceDisplayName: nameOf(resourceId),
      resourceId,
    };
    this.assignments.push({ value, foreign, visibleAt: 0 });
    return value;
  }

  secret(app: Application, displayName: string | null, startDateTime: string, endDateTime: string): Secret {
    const secretText = `${randomBytes(3).toString("hex").slice(0, 3)}8Q~${randomBytes(24).toString("base64url")}`;
    this.secrets.push(secretText);
    const secret: Secret = {
      customKeyIdentifier: null,
      displayName,
      endDateTime,
      hint: secretText.slice(0, 3),
      keyId: randomUUID(),
      secretText: null,
      startDateTime,
    };
    app.passwordCredentials.push(secret);
    return { ...secret, secretText };
  }

  touchRoles(app: Application, before: readonly AppRole[]): void {
    for (const role of app.appRoles)
      if (!before.some(({ id }) => id === role.id))
        this.roles.set(`${app.appId} ${role.id}`, this.#after("role"));
  }

  isDeleted(id: string): boolean {
    const all = [...this.applications, ...this.principals];
    return all.some(({ value }) => value.id === id && value.deletedDateTime !== null);
  }

  /** An assignment counts while both of its ends live (restoring a service principal brings it back). */
  liveAssignments(): Stored<Assignment>[] {
    return this.assignments.filter(
      ({ value }) => !this.isDeleted(value.principalId) && !this.isDeleted(value.resourceId),
    );
  }

  delete(app: Application): void {
    app.deletedDateTime = new Date().toISOString();
    const sp = this.principals.find(
      ({ value }) => value.appId === app.appId && value.deletedDateTime === null,
    );
    if (sp !== undefined) sp.value.deletedDateTime = app.deletedDateTime;
  }

  purge(id: string): void {
    const app = this.applications.find(({ value }) => value.id === id);
    remove(this.applications, ({ value }) => value.id === id);
    const gone = this.principals
      .filter(({ value }) => value.id === id || value.appId === app?.value.appId)
      .map(({ value }) => value.id);
    remove(this.principals, ({ value }) => gone.includes(value.id));
    remove(
      this.assignments,
      ({ value }) => gone.includes(value.principalId) || gone.includes(value.resourceId),
    );
  }

  /** The same tenant once more, for another history. */
  become(other: Tenant): void {
    this.tenantId = other.tenantId;
    this.applications.push(...structuredClone(other.applications));
    this.principals.push(...structuredClone(other.principals));
    this.assignments.push(...structuredClone(other.assignments));
    for (const [key, at] of other.roles) this.roles.set(key, at);
  }

  #after(kind: keyof Replication): number {
    return Date.now() + (this.replication[kind] ?? 0);
  }
}

export function remove<T>(list: T[], condition: (item: T) => boolean): void {
  for (let at = list.length - 1; at >= 0; at--) if (condition(list[at]!)) list.splice(at, 1);
}

export const EMPTY = (): Application => ({
  id: randomUUID(),
  deletedDateTime: null,
  appId: randomUUID(),
  uniqueName: null,
  displayName: "",
  description: null,
  notes: null,
  tags: [],
  signInAudience: "AzureADMyOrg",
  identifierUris: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  appRoles: [],
  optionalClaims: null,
  requiredResourceAccess: [],
  passwordCredentials: [],
  web: { homePageUrl: null, redirectUris: [] },
});
