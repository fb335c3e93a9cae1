import type { IncomingMessage, ServerResponse } from "node:http";
import {
  addressOf,
  markPlace,
  mountHandler,
  unwantedFields,
  type MountedAnswer,
  type RoutedRequest,
  type WebHandler,
} from "@product-auth/core/adapter";

/**
 * Mounts a developer portal: `app.use("/developer", portalRoutes(portal))`, before `app.use(auth)`. It answers every request
 * below that path. Express removes the path; the portal's own addresses come from its `publicUrl`.
 */
export function portalRoutes(
  portal: WebHandler,
): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void {
  const answer = mountHandler(portal);
  return markPlace(function productAuthPortal(
    req: RoutedRequest & { readonly body?: unknown },
    res: ServerResponse,
    next: (error?: unknown) => void,
  ): void {
    const { url: target = "/", body } = req;
    answer({ req, target, body, address: addressOf(req)() })
      .then((answered) => write(res, answered))
      .then(undefined, next);
  });
}

function write(res: ServerResponse, { status, headers, body }: MountedAnswer): void {
  if (res.headersSent) return; // the application answered while the portal waited
  res.statusCode = status;
  for (const name of unwantedFields(res.getHeaderNames())) res.removeHeader(name);
  const { "set-cookie": cookies = [], ...others } = headers;
  for (const [name, value] of Object.entries(others)) res.setHeader(name, value);
  if (cookies.length > 0) res.appendHeader("set-cookie", cookies);
  res.end(body);
}
