import { badRequest, notFound, type Answer, type Call, type Json } from "./call.js";
import { checkCreated, checkPatched } from "./bodies.js";
import { filterOf } from "./filter.js";
import type { Judge } from "./judge.js";
import { checkQuery, nextPage, page, selected } from "./lists.js";
import type { Application, Stored } from "./objects.js";
import { EMPTY } from "./tenant.js";

export function listApplications(call: Call, judge: Judge): Answer {
  const next = nextPage(call, judge);
  if (next !== undefined) return next;
  checkQuery(call, judge, ["$filter", "$select", "$top"]);
  const filter = call.query.get("$filter");
  if (filter === null) judge.violation("§4 lists of applications have a $filter", call);
  if (filter?.startsWith("tags/") === true) {
    const rule = "§4 read 1: `$filter=tags/any(t:t eq 'productAuth:instance={instance}')&$select=…&$top=100`";
    if (filter !== `tags/any(t:t eq 'productAuth:instance=${judge.options.instance}')`)
      judge.violation(rule, call);
    if (call.query.get("$top") !== "100" || !call.query.has("$select")) judge.violation(rule, call);
  }
  const holds = filterOf(filter ?? "");
  const lag = judge.tenant.replication.list ?? 0;
  const found = judge.tenant.applications.filter(
    (stored) => isVisible(stored, lag) && stored.value.deletedDateTime === null && holds(stored.value),
  );
  return page(
    found.map(({ value }) => asAnswer(value, call)),
    "applications",
    call,
    judge,
  );
}

export function findApplication(call: Call, judge: Judge, id: string, key: string, value: string): Answer {
  checkQuery(call, judge, ["$select"]);
  const name = id === "" ? (key as "appId" | "uniqueName") : "id";
  const found = judge.tenant.applications.find(
    (stored) => stored.value[name] === (id || value) && isLive(stored),
  );
  if (found === undefined) throw notFound(id || value);
  const body = {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications/$entity",
    ...asAnswer(found.value, call),
  };
  return { status: 200, body };
}

export function upsertApplication(call: Call, judge: Judge, uniqueName: string): Answer {
  checkQuery(call, judge, []);
  const body = call.body ?? {};
  const taken = judge.tenant.applications.find(({ value }) => value.uniqueName === uniqueName);
  if (taken !== undefined && !judge.options.concurrent && !judge.isRepeated(call) && isLive(taken))
    judge.violation("§4 write 1: absent only, it overwrites arrays of an existing one", call);
  if (taken !== undefined && (judge.options.takenName === "400" || taken.value.deletedDateTime !== null))
    throw sameValue("uniqueName");
  if (taken !== undefined) {
    change(taken.value, body, judge);
    return { status: 204 };
  }
  checkCreated(body, uniqueName, call, judge);
  refuseWrong(body, undefined, judge);
  const app = judge.tenant.application({ uniqueName });
  judge.made.add(app.id).add(app.appId);
  change(app, body, judge);
  return { status: 201, body: asAnswer(app, call) };
}

export function patchApplication(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const found = judge.tenant.applications.find((stored) => stored.value.id === id && isLive(stored));
  if (found === undefined) throw notFound(id);
  const body = call.body ?? {};
  if (!judge.isRepeated(call) && judge.options.concurrent !== true)
    checkPatched(found.value, body, call, judge);
  refuseWrong(body, found.value, judge);
  change(found.value, body, judge);
  return { status: 204 };
}

export function deleteApplication(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const found = judge.tenant.applications.find((stored) => stored.value.id === id && isLive(stored));
  if (found === undefined) throw notFound(id);
  const { tags } = found.value;
  if (
    !tags.includes(`productAuth:instance=${judge.options.instance}`) ||
    tags.includes("productAuth:adopted")
  )
    judge.violation("§2 deletes what this instance made, unmarks the adopted", call);
  judge.tenant.delete(found.value);
  return { status: 204 };
}

/** As Graph returns it: roles carry `origin`, which no request may repeat. */
export function asAnswer(app: Application, call: Call): Json {
  const appRoles = app.appRoles.map((role) => ({ ...role, origin: "Application" }));
  return selected({ ...app, appRoles }, call);
}

export const isVisible = ({ visibleAt }: Stored<unknown>, lag = 0): boolean => Date.now() >= visibleAt + lag;
const isLive = (stored: Stored<Application>) => isVisible(stored) && stored.value.deletedDateTime === null;

export const sameValue = (property: string): Error =>
  badRequest(`Another object with the same value for property ${property} already exists.`);

const WRITABLE =
  "displayName description notes tags signInAudience identifierUris api appRoles optionalClaims requiredResourceAccess web".split(
    " ",
  );

function refuseWrong(body: Json, before: Application | undefined, judge: Judge): void {
  for (const name of Object.keys(body))
    if (!WRITABLE.includes(name)) throw badRequest(`Property '${name}' is read-only and cannot be set.`);
  const wanted = body as Partial<Application>;
  for (const uri of wanted.identifierUris ?? [])
    if (judge.tenant.applications.some(({ value }) => value !== before && value.identifierUris.includes(uri)))
      throw sameValue("identifierUris");
  for (const role of wanted.appRoles ?? [])
    if (role.origin !== undefined) throw badRequest("Property 'origin' is read-only and cannot be set.");
  const values = (wanted.appRoles ?? []).map(({ value }) => value).filter((value) => value !== null);
  if (new Set(values).size < values.length)
    throw badRequest("It contains duplicate value. Please Provide unique value.");
  for (const role of wanted.appRoles === undefined ? [] : (before?.appRoles ?? [])) {
    const next = wanted.appRoles!.find(({ id }) => id === role.id);
    const isChanged =
      next === undefined ||
      next.value !== role.value ||
      String(next.allowedMemberTypes) !== String(role.allowedMemberTypes);
    if (role.isEnabled && isChanged)
      throw badRequest(
        "Property value cannot be deleted or updated unless it is disabled first.",
        "CannotDeleteOrUpdateEnabledEntitlement",
      );
  }
}

/** Complex members and arrays are replaced whole. */
function change(app: Application, body: Json, judge: Judge): void {
  const before = app.appRoles;
  Object.assign(app, structuredClone(body));
  app.api = { ...EMPTY().api, ...app.api };
  app.optionalClaims &&= Object.assign({ idToken: [], accessToken: [], saml2Token: [] }, app.optionalClaims);
  for (const claim of app.optionalClaims?.accessToken ?? []) claim.source ??= null;
  judge.tenant.touchRoles(app, before);
}
