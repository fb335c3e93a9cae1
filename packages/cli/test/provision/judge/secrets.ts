import { badRequest, notFound, type Answer, type Call, type Json } from "./call.js";
import type { Judge } from "./judge.js";
import { checkQuery } from "./lists.js";
import type { Application } from "./objects.js";
import { remove } from "./tenant.js";

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/;

export function addPassword(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const app = applicationOf(judge, id);
  const { passwordCredential, ...others } = (call.body ?? {}) as { passwordCredential?: Json };
  const { displayName, startDateTime, endDateTime, ...rest } = (passwordCredential ?? {}) as Record<
    string,
    string
  >;
  const rule = "§6 3: `POST …/addPassword` with `displayName`, `startDateTime`, `endDateTime` (UTC)";
  if (Object.keys(others).length + Object.keys(rest).length > 0) judge.violation(rule, call);
  if (!UTC.test(startDateTime ?? "") || !UTC.test(endDateTime ?? "")) judge.violation(rule, call);
  if (!/^product-auth [A-Za-z0-9._-]{1,60}$/.test(displayName ?? ""))
    judge.violation("§6 1: `displayName` `product-auth {operation}`", call);
  if (Date.parse(endDateTime!) <= Date.parse(startDateTime!))
    throw badRequest("The end date must be after the start date.");
  if (app.passwordCredentials.some((secret) => secret.displayName === displayName))
    judge.violation("§6 1: what an earlier try of this operation made is removed first", call);
  return {
    status: 200,
    body: {
      "@odata.context": "…#microsoft.graph.passwordCredential",
      ...judge.tenant.secret(app, displayName!, startDateTime!, endDateTime!),
    },
  };
}

export function removePassword(call: Call, judge: Judge, id: string): Answer {
  checkQuery(call, judge, []);
  const app = applicationOf(judge, id);
  const keyId = call.body?.["keyId"];
  if (Object.keys(call.body ?? {}).length !== 1) judge.violation("§6 removePassword: `{keyId}`", call);
  if (!app.passwordCredentials.some((secret) => secret.keyId === keyId))
    throw badRequest(`No password credential found with keyId '${String(keyId)}'.`);
  remove(app.passwordCredentials, (secret) => secret.keyId === keyId);
  return { status: 204 };
}

function applicationOf(judge: Judge, id: string): Application {
  const found = judge.tenant.applications.find(
    ({ value }) => value.id === id && value.deletedDateTime === null,
  );
  if (found === undefined) throw notFound(id);
  return found.value;
}
