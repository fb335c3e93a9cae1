import { ApplicationNotFoundError, ProvisioningError } from "@product-auth/core/clients";
import type { Call, Route, View } from "./call.js";
import { QueueFullError } from "./forms/queues.js";
import { Fields, RepeatedFieldError } from "./http/fields.js";
import { JsonFields, NotJsonError } from "./http/json-fields.js";
import { findRoute, type FoundRoute } from "./http/find-route.js";
import { readBody } from "./http/read-body.js";
import { error, json, notFound, redirectToSignIn, type Reply } from "./http/reply.js";
import { isSameOrigin } from "./http/same-origin.js";
import { responseOf } from "./http/response-of.js";
import { wantsJson } from "./http/wants-json.js";
import { randomToken } from "./people/digest.js";
import { assetResponse } from "./http/asset-response.js";
import { guest, viewerOf, type SignedInUser, type Viewer } from "./people/viewer.js";
import { PasswordsBusyError } from "./passwords/password-places.js";
import type { PortalContext } from "./portal-context.js";
import { StoreUnavailableError } from "./stores/store-unavailable-error.js";

/** Longest target that is looked at. */
const LONGEST_TARGET = 8192;

/** Answers one request: route, origin of forms, session, rights, view, page. Never rejects. */
export async function answerRequest(
  request: Request,
  {
    address,
    routes,
  }: {
    readonly address: string | undefined;
    /** The pages that the portal has. */
    readonly routes: readonly Route[];
  },
  portal: PortalContext,
): Promise<Response> {
  const url = new URL(request.url);
  const isJson = wantsJson(request.headers.get("accept"));
  const asked = { request, url, address, routes, path: pathBelow(url, portal.settings.base), isJson };
  let viewer: Viewer = guest;
  try {
    const asset = assetResponse(asked.path, request, portal.assets);
    if (asset !== undefined) return asset;
    const looking = portal.editions.ready();
    if (looking !== undefined) await looking;
    const published = await publishedAsset(asked, portal);
    if (published !== undefined) return published;
    viewer = (await viewerOfRequest(request, portal)) ?? guest;
    const reply = await replyTo(asked, viewer, portal);
    return responseOf(reply, { ...asked, viewer }, portal);
  } catch (cause) {
    return responseOf(replyToFailure(cause), { ...asked, viewer }, portal);
  }
}

/** An asset of an edition that another instance has published since this one looked. */
async function publishedAsset(
  { path, request }: Asked,
  { assets, editions }: PortalContext,
): Promise<Response | undefined> {
  if (path === undefined || !/^\/_\/(?:style|icon|logo)-/.test(path)) return undefined;
  const seen = editions.published?.version;
  await editions.lookForAsset();
  return seen === editions.published?.version ? undefined : assetResponse(path, request, assets);
}

interface Asked {
  readonly request: Request;
  readonly url: URL;
  readonly address: string | undefined;
  readonly path: string | undefined;
  readonly routes: readonly Route[];
  readonly isJson: boolean;
}

async function replyTo(asked: Asked, viewer: Viewer, portal: PortalContext): Promise<Reply> {
  const { request, url, path, isJson } = asked;
  if (path === undefined || request.url.length > LONGEST_TARGET) return notFound;
  const method = request.method === "HEAD" ? "GET" : request.method;
  const isRead = method === "GET";
  if (!isRead && !isSameOrigin(request.headers, url.origin)) return error("not-allowed");
  const found = findRoute(asked.routes, path);
  const refused = refusalFor(found?.route, viewer, asked, portal);
  if (refused !== undefined) return refused;
  if (found === undefined) return notFound;
  const view = viewFor(found, method);
  if (view === undefined) return { kind: "error", name: "method-not-allowed" };
  const query = new Fields(url.search.slice(1));
  const body = isRead ? NO_BODY : await bodyOf(request, { takes: found.route.takes ?? "form", isJson });
  if ("kind" in body) return body;
  const { params } = found;
  const call: Call = {
    method: isRead ? "GET" : "POST",
    isHead: request.method === "HEAD",
    path,
    params,
    query,
    ...body,
    viewer,
    address: asked.address,
    headers: request.headers,
    url,
    now: portal.settings.clock(),
  };
  // `refusalFor` has made sure that the viewer is what the route asks for.
  return (view as View)(call, portal);
}

/** Who asks, by the cookie; undefined without a session. A user who is blocked has none. */
async function viewerOfRequest(request: Request, portal: PortalContext): Promise<SignedInUser | undefined> {
  const session = await portal.sessions.find(portal.cookies.read(request.headers.get("cookie")));
  if (session === undefined) return undefined;
  const user = await portal.users.get(session.userId);
  return user?.state === "active" ? viewerOf(user, session) : undefined;
}

/** What a viewer gets who may not open a page. Visitors learn nothing of what exists: all are sent to sign in. */
function refusalFor(
  route: Route | undefined,
  viewer: Viewer,
  asked: Asked,
  portal: PortalContext,
): Reply | undefined {
  if (route?.who === "always") return undefined;
  const needsUser =
    route?.who === "user" || route?.who === "administrator" || portal.settings.anonymous === "redirect";
  if (viewer.kind === "guest" && needsUser)
    return route?.takes === "json" && !asked.isJson && asked.request.method === "POST"
      ? json({ message: "Sign in first." }, 401)
      : toSignIn(asked, portal);
  if (route?.who === "administrator" && !viewer.isAdministrator) return notFound;
  return undefined;
}

/** To the sign-in, and back to this page; after a POST, to the page of its form. */
function toSignIn({ url }: Asked, portal: PortalContext): Reply {
  const back = new URLSearchParams({ returnTo: url.pathname + url.search });
  return redirectToSignIn(`${portal.to("signin")}?${back.toString()}`);
}

function viewFor({ route }: FoundRoute<Route>, method: string): unknown {
  if (method === "GET") return route.get;
  return method === "POST" ? route.post : undefined;
}

interface Body {
  readonly form: Fields;
  readonly json: JsonFields;
}

const NO_BODY: Body = { form: new Fields(""), json: new JsonFields("{}") };

const TYPES = { form: "application/x-www-form-urlencoded", json: "application/json" };

/**
 * The body of a POST, or why there is none. A program that accepts JSON may send the fields of a form as JSON, and leave the id
 * of the form out: a page cannot send that type across sites without a preflight, which the portal does not answer.
 */
async function bodyOf(
  request: Request,
  { takes, isJson }: { readonly takes: "form" | "json"; readonly isJson: boolean },
): Promise<Body | Reply> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const body = await readBody(request);
  if (body === undefined) return error("too-large");
  if (body.byteLength === 0) return NO_BODY;
  if (takes === "form" && isJson && type === TYPES.json)
    return { ...NO_BODY, form: Fields.ofJson(decoded(body)).withDefault("form", randomToken) };
  if (type !== TYPES[takes])
    return error("unsupported-type", takes === "json" ? "JSON was expected." : undefined);
  const text = decoded(body);
  return takes === "json"
    ? { ...NO_BODY, json: new JsonFields(text) }
    : { ...NO_BODY, form: new Fields(text) };
}

const decoded = (body: Uint8Array) => new TextDecoder().decode(body);

/** The path below the base; undefined for what lies outside of it. */
function pathBelow(url: URL, base: string): string | undefined {
  const { pathname } = url;
  if (base === "") return pathname;
  if (pathname === base) return "/";
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : undefined;
}

function replyToFailure(cause: unknown): Reply {
  if (cause instanceof PasswordsBusyError)
    return { kind: "error", name: "unavailable", retryAfter: 5, cause };
  if (cause instanceof QueueFullError) return error("too-many");
  if (cause instanceof RepeatedFieldError || cause instanceof NotJsonError)
    return { kind: "error", name: "bad-request", cause };
  if (cause instanceof ApplicationNotFoundError) return notFound; // gone since the page looked
  if (cause instanceof ProvisioningError) return { kind: "error", name: "unavailable", cause };
  if (cause instanceof StoreUnavailableError) return { kind: "error", name: "unavailable", cause };
  return { kind: "error", name: "failed", cause };
}
