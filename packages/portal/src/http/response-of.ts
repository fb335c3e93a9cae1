import { randomUUID } from "node:crypto";
import { layout } from "../html/layout.js";
import type { Viewer } from "../people/viewer.js";
import type { PortalContext } from "../portal-context.js";
import { errorPage } from "./error-pages.js";
import { SECURITY_HEADERS } from "./headers.js";
import { jsonOfPage, jsonOfRedirect, jsonResponse, problemResponse } from "./json-response-of.js";
import type { Reply } from "./reply.js";

/** The request that a reply is for. */
export interface Rendered {
  readonly request: Request;
  readonly path: string | undefined;
  readonly viewer: Viewer;
  /** Whether the client prefers JSON to a page. */
  readonly isJson: boolean;
}

/** The response of a reply. An error gets a reference that the page shows and `onProblem` reports. */
export function responseOf(
  reply: Reply,
  { request, path, viewer, isJson }: Rendered,
  portal: PortalContext,
): Response {
  const headers = new Headers(SECURITY_HEADERS);
  headers.set("vary", "Accept");
  if ("cookies" in reply) for (const cookie of reply.cookies ?? []) headers.append("set-cookie", cookie);
  if (reply.kind === "redirect") {
    if (isJson) return jsonOfRedirect(reply, request.method, headers);
    headers.set("location", reply.to);
    return new Response(null, { status: request.method === "POST" ? 303 : 302, headers });
  }
  if (reply.kind === "json") {
    const { value, status = 200, file } = reply;
    if (file !== undefined) headers.set("content-disposition", `attachment; filename="${file}"`);
    return jsonResponse(value, { status, headers, isFile: file !== undefined });
  }
  if (isJson)
    return reply.kind === "page"
      ? jsonOfPage(reply, headers)
      : problemResponse(errorOf(reply, headers, portal).problem, headers);
  // A header and not `<meta>`: the page stays the same document for readers of its structure.
  if (reply.kind === "page" && reply.refresh !== undefined) headers.set("refresh", String(reply.refresh));
  const { status, page } =
    reply.kind === "page" ? { status: 200, ...reply } : errorOf(reply, headers, portal);
  const { settings, assets, to } = portal;
  const logo = assets.logoFile();
  const text = layout(page, {
    title: settings.title,
    logo: logo && to("_", logo),
    footer: settings.texts.footer,
    asset: (name) => to("_", assets.fileOf(name)),
    to,
    isDevelopment: settings.isDevelopment,
    hasApplications: portal.applications !== undefined,
    viewer: {
      isSignedIn: viewer.kind === "user",
      isAdministrator: viewer.isAdministrator,
    },
    path: path ?? "",
  });
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(text.toString(), { status, headers });
}

function errorOf(reply: Reply & { kind: "error" }, headers: Headers, portal: PortalContext) {
  const reference = randomUUID();
  const { name, detail, retryAfter, cause } = reply;
  const shown = errorPage(name, reference, detail);
  if (name === "unavailable" || name === "too-many") headers.set("retry-after", String(retryAfter ?? 30));
  if (name === "method-not-allowed") headers.set("allow", "GET, HEAD, POST");
  if (cause !== undefined || shown.status >= 500)
    portal.reportProblem({ reference, status: shown.status, cause });
  return shown;
}
