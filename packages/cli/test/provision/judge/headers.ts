import type { Call } from "./call.js";
import type { Judge } from "./judge.js";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EXPECTED = new Set([
  "authorization client-request-id content-type content-length prefer host connection accept user-agent",
  "accept-language accept-encoding sec-fetch-mode transfer-encoding keep-alive",
].join(" ").split(" ")); // prettier-ignore

/** provision.md §4, first line. */
export function checkHeaders(call: Call, judge: Judge): void {
  const { headers, method, path, text } = call;
  const rule =
    "§4 each: `Authorization`, a fresh `client-request-id` GUID, `Content-Type` with a body, `Prefer` on upserts only";
  for (const name of Object.keys(headers))
    if (!EXPECTED.has(name)) judge.violation(`${rule}: header ${name}`, call);
  if (!/^Bearer [\w.-]+$/.test(headers.authorization ?? "")) judge.violation(`${rule}: Authorization`, call);
  const id = headers["client-request-id"];
  if (typeof id !== "string" || !GUID.test(id))
    judge.violation(`${rule}: client-request-id ${String(id)}`, call);
  else if (judge.requestIds.has(id)) judge.violation(`${rule}: client-request-id is not fresh`, call);
  else judge.requestIds.add(id);
  const type = headers["content-type"];
  if (text === "" ? type !== undefined : type !== "application/json")
    judge.violation(`${rule}: Content-Type ${String(type)}`, call);
  if (text !== "" && (method === "GET" || method === "DELETE"))
    judge.violation(`${rule}: a body on ${method}`, call);
  const isUpsert = method === "PATCH" && /\((uniqueName|appId)='/.test(path);
  if (headers.prefer !== (isUpsert ? "create-if-missing" : undefined))
    judge.violation(`${rule}: Prefer ${String(headers.prefer)}`, call);
}
