import { randomBytes } from "node:crypto";
import { badRequest, type Answer, type Call, type Json } from "./call.js";
import type { Judge } from "./judge.js";

/** One page, and an opaque address for the rest, that must come back as it is. */
export function page(items: readonly Json[], context: string, call: Call, judge: Judge): Answer {
  const size = Math.min(judge.options.pageSize ?? 2, Number(call.query.get("$top") ?? 100));
  const rest = items.slice(size);
  const next = `${judge.origin}/v1.0${rawPath(call)}?$skiptoken=${randomBytes(12).toString("base64url")}%2B%2f~${judge.pages.size}`;
  if (rest.length > 0) judge.pages.set(next.slice(judge.origin.length), { items: rest, context });
  const body = {
    "@odata.context": `https://graph.microsoft.com/v1.0/$metadata#${context}`,
    ...(rest.length > 0 && { "@odata.nextLink": next }),
    value: items.slice(0, size),
  };
  return { status: 200, body };
}

/** The page that a nextLink asks for; undefined when the call is not one. */
export function nextPage(call: Call, judge: Judge): Answer | undefined {
  if (!call.query.has("$skiptoken")) return undefined;
  const stored = judge.pages.get(call.url);
  if (stored === undefined) {
    judge.violation("§4 nextLink is followed as it is", call);
    throw badRequest("The skip token is not valid.", "Directory_ExpiredPageToken");
  }
  return page(stored.items, stored.context, call, judge);
}

/** All pages must have been read at the end of a run that was not stopped. */
export function unreadPages(judge: Judge): string[] {
  const asked = new Set(judge.calls.map(({ url }) => url));
  return [...judge.pages.keys()].filter((url) => !asked.has(url));
}

/** Only the members asked for; `id` comes anyway. */
export function selected(value: object, call: Call): Json {
  const names = call.query.get("$select")?.split(",");
  const entries = Object.entries(structuredClone(value));
  return Object.fromEntries(
    names === undefined ? entries : entries.filter(([name]) => names.includes(name) || name === "id"),
  );
}

export function checkQuery(call: Call, judge: Judge, allowed: readonly string[]): void {
  for (const name of call.query.keys())
    if (!allowed.includes(name)) judge.violation(`§4 the query of this call: ${name}`, call);
  for (const name of new Set(call.query.keys()))
    if (call.query.getAll(name).length > 1) judge.violation(`§4 the query of this call: ${name} twice`, call);
}

const rawPath = (call: Call) => call.url.slice("/v1.0".length).split("?")[0]!;
