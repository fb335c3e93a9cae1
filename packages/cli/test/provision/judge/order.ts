import type { Call } from "./call.js";
import type { Judge } from "./judge.js";
import { unreadPages } from "./lists.js";

/** Order of reads and writes, after a run (provision.md §4). */
export function checkOrder(judge: Judge): void {
  const done = judge.calls.filter(
    ({ answer, spoilt }) => spoilt === undefined && (answer?.status ?? 500) < 400,
  );
  const firstWrite = judge.calls.findIndex(({ method }) => method !== "GET");
  const reads = firstWrite === -1 ? judge.calls : judge.calls.slice(0, firstWrite);
  let last = 0;
  for (const call of reads) {
    const step = readStep(call);
    if (step === undefined) continue; // a further page of whichever list came last
    if (step < last) judge.violation(`§4 reads in the order 1 to 4: ${step} after ${last}`, call);
    last = Math.max(last, step);
  }
  if (judge.options.concurrent !== true) {
    checkWrites(done, judge);
    for (const url of unreadPages(judge)) judge.violation(`§4 all pages: ${url} was not read`);
    checkReread(judge);
  }
}

function readStep({ path, query, url }: Call): number | undefined {
  if (url.includes("$skiptoken"))
    return path === "/applications" ? undefined : path.endsWith(".application") ? 3 : 4;
  if (path === "/applications") return query.get("$filter")?.startsWith("tags/") === true ? 1 : 2;
  if (path.startsWith("/applications")) return 2;
  if (path.endsWith(".application")) return 3;
  return 4; // service principals, and those in the bin for applications without one
}

function checkWrites(done: readonly Call[], judge: Judge): void {
  let last = -1;
  for (const call of done.filter(({ method }) => method !== "GET")) {
    const place = placeOf(call, judge);
    if (place === undefined) continue;
    if (place < last) judge.violation("§4 writes: products in catalog order, clients, removals", call);
    last = Math.max(last, place);
  }
}

/** Place of a write: products by number, then clients, then what is taken away. */
function placeOf(call: Call, judge: Judge): number | undefined {
  const { products, clients, instance } = judge.options;
  const removals = products.length + clients.length;
  if (call.method === "DELETE") return call.path.startsWith("/directory") ? undefined : removals;
  if (/Password$/.test(call.path)) return undefined;
  const { applications, principals } = judge.tenant;
  const key = /[(/]([^/()]*?)\/?(?:\)|appRoleAssignedTo|restore|$)/.exec(
    call.path.replace(/^\/(applications|servicePrincipals|directory\/deletedItems)/, ""),
  )?.[1];
  const id = key?.replace(/^(appId|uniqueName)='|'$/g, "");
  const principalId = call.method === "POST" ? (call.body?.["principalId"] as string | undefined) : undefined;
  const sp = principals.find(({ value }) => value.id === (principalId ?? id))?.value;
  const app = applications.find(({ value }) =>
    [value.id, value.appId, value.uniqueName].includes(sp?.appId ?? id ?? ""),
  )?.value;
  if (app?.tags.includes(`productAuth:instance=${instance}`) !== true) return undefined;
  const product = products.findIndex((name) => app.tags.includes(`productAuth:product=${name}`));
  const client = clients.findIndex((name) => app.tags.includes(`productAuth:client=${name}`));
  if (product === -1 && client === -1) return undefined;
  return product === -1 ? products.length + client : product;
}

/** Ids come from answers: what this run made is not read again, unless an answer was 204 or lost. */
function checkReread(judge: Judge): void {
  const troubled = judge.calls.some(
    ({ spoilt, answer }) => spoilt !== undefined || (answer?.status ?? 500) >= 400,
  );
  if (troubled) return;
  const made = new Set<string>();
  for (const call of judge.calls) {
    if (call.method === "GET" && [...made].some((id) => call.path.includes(id)))
      judge.violation("§4 ids come from answers, not from reads just after", call);
    const body = call.answer?.body as { id?: string; appId?: string } | undefined;
    if (call.answer?.status === 201 && call.method === "PATCH")
      for (const id of [body?.id, body?.appId]) if (id !== undefined) made.add(id);
  }
}
