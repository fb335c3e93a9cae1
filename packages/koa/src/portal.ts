import { ConfigurationError } from "@product-auth/core";
import {
  markPlace,
  mountHandler,
  unwantedFields,
  type MountedAnswer,
  type WebHandler,
} from "@product-auth/core/adapter";
import type { ExtendableContext, Next } from "koa";

/**
 * Mounts a developer portal: `app.use(portalRoutes(portal, "/developer"))`, before `app.use(auth)`. It answers every request
 * at and below that path, and passes all others. `prefix`: default "/", for an application that a mount has put at a path.
 */
export function portalRoutes(
  portal: WebHandler,
  prefix = "/",
): (ctx: ExtendableContext, next: Next) => Promise<unknown> {
  const answer = mountHandler(portal);
  const base = baseOf(prefix);
  return markPlace(async function productAuthPortal(ctx: ExtendableContext, next: Next) {
    const { path, search, req, ip } = ctx;
    if (path !== base && !path.startsWith(`${base}/`)) return next() as Promise<unknown>;
    // Parsers keep the text in `rawBody`, which says more than the parsed body.
    const { body, rawBody = body } = ctx.request as { readonly body?: unknown; readonly rawBody?: unknown };
    const target = path.slice(base.length) + search;
    write(ctx, await answer({ req, target, body: rawBody, address: ip }));
  }, prefix);
}

function baseOf(prefix: string): string {
  if (prefix.startsWith("/")) return prefix.replace(/\/+$/, "");
  const message = `is ${JSON.stringify(prefix)}, which does not begin with a slash`;
  const fix = 'write portalRoutes(portal, "/developer")';
  throw new ConfigurationError([{ path: "prefix", message, fix }]);
}

function write(ctx: ExtendableContext, { status, headers, body }: MountedAnswer): void {
  if (ctx.headerSent || ctx.respond === false) return; // the application answered while the portal waited
  ctx.status = status;
  ctx.body = body;
  // A body brings a type with it, an empty one too.
  ctx.remove("content-type");
  ctx.remove("content-length");
  for (const name of unwantedFields(Object.keys(ctx.response.headers))) ctx.remove(name);
  const { "set-cookie": cookies = [], ...others } = headers;
  for (const [name, value] of Object.entries(others)) ctx.set(name, value);
  if (cookies.length > 0) ctx.append("set-cookie", cookies);
}
