import { isDeepStrictEqual } from "node:util";
import type { Call, Json } from "./call.js";
import type { Judge } from "./judge.js";
import { roleIdOf, uniqueNameOf } from "./names.js";
import type { Application, AppRole } from "./objects.js";

const IDTYP = { name: "idtyp", essential: false, additionalProperties: ["include_user_token"] };

/** The body of a creation: exactly the members of provision.md §3. */
export function checkCreated(body: Json, uniqueName: string, call: Call, judge: Judge): void {
  const { instance, products, clients } = judge.options;
  const product = products.find((name) => uniqueNameOf(instance, "products", name) === uniqueName);
  const client = clients.find((name) => uniqueNameOf(instance, "clients", name) === uniqueName);
  const app = body as Partial<Application>;
  const flaw = (what: string) => judge.violation(`§3 ${what}`, call);
  if (product === undefined && client === undefined) return flaw(`uniqueName ${uniqueName}`);
  if (app.signInAudience !== "AzureADMyOrg") flaw("signInAudience");
  const mark = product === undefined ? `client=${client}` : `product=${product}`;
  const tags = app.tags ?? [];
  for (const tag of ["productAuth", `productAuth:instance=${instance}`, `productAuth:${mark}`])
    if (!tags.includes(tag)) flaw(`tag ${tag}`);
  const rest = tags.slice(3).filter((tag) => product !== undefined || !tag.startsWith("productAuth:owner="));
  if (rest.length > 0) flaw(`other tags ${rest.join()}`);
  if (product === undefined)
    checkMembers(body, "displayName signInAudience description? requiredResourceAccess tags", flaw);
  else {
    checkMembers(body, "displayName signInAudience api appRoles optionalClaims description? tags", flaw);
    if (!isDeepStrictEqual(app.api, { requestedAccessTokenVersion: 2 }))
      flaw("api.requestedAccessTokenVersion");
    if (!isDeepStrictEqual(app.optionalClaims, { accessToken: [IDTYP] })) flaw("optionalClaims.accessToken");
    const [role, ...others] = app.appRoles ?? [];
    if (others.length > 0 || role === undefined) return flaw("one role");
    const { value, description, ...fixed } = role;
    const wanted = {
      id: roleIdOf(instance, product),
      displayName: value,
      allowedMemberTypes: ["Application"],
      isEnabled: true,
    };
    if (!isDeepStrictEqual(sorted(fixed), sorted(wanted)) || !description) flaw("appRoles");
  }
}

function checkMembers(body: Json, names: string, flaw: (what: string) => void): void {
  const list = names.split(" ");
  for (const name of list) if (!name.endsWith("?") && !(name in body)) flaw(`${name} at creation`);
  for (const name of Object.keys(body))
    if (!list.includes(name) && !list.includes(`${name}?`)) flaw(`${name} is not in the creation`);
}

/** A change: only what differs, arrays and complex members whole, and all that is other people's. */
export function checkPatched(before: Application, body: Json, call: Call, judge: Judge): void {
  const flaw = (what: string) => judge.violation(what, call);
  if (Object.keys(body).length === 0) flaw("§4 a body holds what changes, and something");
  const after = body as Partial<Application>;
  for (const [name, value] of Object.entries(body)) {
    const old = (before as unknown as Json)[name];
    if (isDeepStrictEqual(sorted(value), sorted(old))) flaw(`§4 bodies hold only what changes: ${name}`);
  }
  const rule = "§3 other people's members are kept:";
  if ("notes" in body || "description" in body || "web" in body) flaw(`${rule} notes, description`);
  const isOurTag = (tag: string) => tag === "productAuth" || tag.startsWith("productAuth:");
  const foreignTags = (tags: readonly string[]) => tags.filter((tag) => !isOurTag(tag));
  if (after.tags !== undefined && String(foreignTags(after.tags)) !== String(foreignTags(before.tags)))
    flaw(`${rule} tags`);
  for (const uri of after.identifierUris === undefined ? [] : before.identifierUris)
    if (!after.identifierUris!.includes(uri)) flaw(`${rule} identifierUris`);
  if (after.api !== undefined) {
    const { requestedAccessTokenVersion: _old, ...old } = before.api;
    const { requestedAccessTokenVersion: _new, ...now } = after.api;
    if (!isDeepStrictEqual(sorted(old), sorted(now))) flaw(`${rule} api`);
  }
  checkRoles(before, after, judge, flaw);
  checkClaims(before, after, flaw);
  checkAccess(before, after, judge, flaw);
}

function checkRoles(
  before: Application,
  after: Partial<Application>,
  judge: Judge,
  flaw: (what: string) => void,
): void {
  if (after.appRoles === undefined) return;
  const ours = new Set(judge.options.products.map((name) => roleIdOf(judge.options.instance, name)));
  const bare = ({ origin: _, ...role }: AppRole) => sorted(role);
  for (const role of before.appRoles) {
    const now = after.appRoles.find(({ id }) => id === role.id);
    if (now === undefined) flaw(`§3 other roles are kept: ${role.value}`);
    else if (!isDeepStrictEqual(bare(now), bare(role)) && !isOurRole(role, now))
      flaw(`§3 other roles are kept: ${role.value}`);
  }
  /** The role of an earlier key has a UUID of version 5 too; one with our value and another id is used as it is (but enabled, and for applications). */
  function isOurRole(old: AppRole, now: AppRole) {
    return (
      ours.has(old.id) ||
      old.id[14] === "5" ||
      (old.value === now.value && old.description === now.description)
    );
  }
}

function checkClaims(before: Application, after: Partial<Application>, flaw: (what: string) => void): void {
  if (after.optionalClaims === undefined) return;
  const rest = (claims: Application["optionalClaims"] | undefined) => ({
    idToken: claims?.idToken ?? [],
    saml2Token: claims?.saml2Token ?? [],
    accessToken: (claims?.accessToken ?? []).filter(({ name }) => name !== "idtyp"),
  });
  if (!isDeepStrictEqual(sorted(rest(before.optionalClaims)), sorted(rest(after.optionalClaims))))
    flaw("§3 other claims are kept");
}

function checkAccess(
  before: Application,
  after: Partial<Application>,
  judge: Judge,
  flaw: (what: string) => void,
): void {
  if (after.requiredResourceAccess === undefined) return;
  const ours = judge.tenant.applications
    .filter(({ value }) => value.tags.includes(`productAuth:instance=${judge.options.instance}`))
    .map(({ value }) => value.appId);
  for (const entry of before.requiredResourceAccess) {
    const now = after.requiredResourceAccess.find(
      ({ resourceAppId }) => resourceAppId === entry.resourceAppId,
    );
    if (ours.includes(entry.resourceAppId)) continue;
    if (!isDeepStrictEqual(now, entry)) flaw("§3 foreign entries of requiredResourceAccess are kept");
  }
}

/** Members in one order, so that only values count. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
