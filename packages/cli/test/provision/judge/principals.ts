import { isVisible } from "./applications.js";
import { badRequest, GraphError, notFound, type Answer, type Call } from "./call.js";
import type { Judge } from "./judge.js";
import { checkQuery, nextPage, page, selected } from "./lists.js";
import type { ServicePrincipal } from "./objects.js";
import { remove } from "./tenant.js";

const ENTERPRISE = "WindowsAzureActiveDirectoryIntegratedApp";

export function findPrincipal(call: Call, judge: Judge, id: string, _key: string, appId: string): Answer {
  checkQuery(call, judge, ["$select"]);
  const found = live(judge, (sp) => (id === "" ? sp.appId === appId : sp.id === id));
  if (found === undefined) throw notFound(id || appId);
  return { status: 200, body: selected(found, call) };
}

export function upsertPrincipal(call: Call, judge: Judge, appId: string): Answer {
  checkQuery(call, judge, []);
  const app = judge.tenant.applications.find(
    ({ value }) => value.appId === appId && value.deletedDateTime === null,
  );
  if (app === undefined || !isVisible(app))
    throw badRequest(
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
      "NoBackingApplicationObject",
    );
  const { appId: given, tags, ...rest } = call.body ?? {};
  const isProduct = judge.options.products.some((name) =>
    app.value.tags.includes(`productAuth:product=${name}`),
  );
  const rule = "§4 write 3: `{appId, appRoleAssignmentRequired, tags}`";
  if (given !== appId || JSON.stringify(tags) !== JSON.stringify([ENTERPRISE])) judge.violation(rule, call);
  if (isProduct && JSON.stringify(rest) !== '{"appRoleAssignmentRequired":true}') judge.violation(rule, call);
  if (Object.keys(rest).some((name) => name !== "appRoleAssignmentRequired")) judge.violation(rule, call);
  const existing = judge.tenant.principals.find(({ value }) => value.appId === appId);
  if (existing !== undefined) {
    if (!judge.options.concurrent && !judge.isRepeated(call) && isVisible(existing))
      judge.violation("§4 write 3: absent only", call);
    if (existing.value.deletedDateTime !== null)
      throw new GraphError(
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        "The service principal cannot be created, updated, or restored because the service principal name is already in use.",
      );
    existing.value.appRoleAssignmentRequired = rest["appRoleAssignmentRequired"] === true;
    return { status: 204 };
  }
  const sp = judge.tenant.principal({
    appId,
    tags: tags as string[],
    appRoleAssignmentRequired: rest["appRoleAssignmentRequired"] === true,
  });
  judge.made.add(sp.id);
  return { status: 201, body: selected(sp, call) };
}

export function patchPrincipal(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const found = live(judge, (sp) => sp.id === id);
  if (found === undefined) throw notFound(id);
  if (
    call.text !== '{"appRoleAssignmentRequired":true}' ||
    (found.appRoleAssignmentRequired && !judge.isRepeated(call))
  )
    judge.violation('§4 write 4: `{"appRoleAssignmentRequired":true}` when it differs', call);
  Object.assign(found, call.body);
  return { status: 204 };
}

export function listAssigned(call: Call, judge: Judge, id: string): Answer {
  const next = nextPage(call, judge);
  if (next !== undefined) return next;
  checkQuery(call, judge, ["$top", "$select"]); // no $filter
  if (live(judge, (sp) => sp.id === id) === undefined) throw notFound(id);
  const found = judge.tenant.liveAssignments().filter(({ value }) => value.resourceId === id);
  return page(
    found.map(({ value }) => ({ ...value })),
    "appRoleAssignments",
    call,
    judge,
  );
}

export function assign(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const { principalId, resourceId, appRoleId, ...rest } = (call.body ?? {}) as Record<string, string>;
  if (resourceId !== id || Object.keys(rest).length > 0)
    judge.violation("§4 write 5: `{principalId, resourceId, appRoleId}`", call);
  const resource = live(judge, (sp) => sp.id === id);
  if (resource === undefined) throw notFound(id);
  if (live(judge, (sp) => sp.id === principalId) === undefined)
    throw badRequest("Not a valid reference update.");
  const app = judge.tenant.applications.find(({ value }) => value.appId === resource.appId);
  const role = app?.value.appRoles.find((one) => one.id === appRoleId);
  if (role === undefined || Date.now() < (judge.tenant.roles.get(`${resource.appId} ${appRoleId}`) ?? 0))
    throw badRequest(`Permission being assigned was not found on application '${resource.appId}'.`);
  if (!role.isEnabled) throw badRequest("Permission being assigned is disabled.");
  if (
    judge.tenant
      .liveAssignments()
      .some(
        ({ value }) =>
          value.resourceId === id && value.principalId === principalId && value.appRoleId === appRoleId,
      )
  )
    throw badRequest("Permission being assigned already exists on the object");
  return { status: 201, body: { ...judge.tenant.assign(principalId!, id, appRoleId!) } };
}

export function unassign(call: Call, judge: Judge, id: string, assignmentId: string): Answer {
  checkQuery(call, judge, []);
  const found = judge.tenant
    .liveAssignments()
    .find(({ value }) => value.id === assignmentId && value.resourceId === id);
  if (found === undefined) throw notFound(assignmentId);
  if (found.foreign) judge.violation("§3 other principals' assignments are never removed", call);
  remove(judge.tenant.assignments, (one) => one === found);
  return { status: 204 };
}

function live(judge: Judge, condition: (sp: ServicePrincipal) => boolean): ServicePrincipal | undefined {
  return judge.tenant.principals.find(
    (stored) => isVisible(stored) && stored.value.deletedDateTime === null && condition(stored.value),
  )?.value;
}
