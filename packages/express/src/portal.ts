import type { IncomingMessage, ServerResponse } from "node:http";
import {
  addressOf,
  handleMounted,
  markPlace,
  type RoutedRequest,
  type WebHandler,
} from "@product-auth/core/adapter";

/**
 * Mounts a developer portal: `app.use("/developer", portalRoutes(portal))`, before `app.use(auth)`. It answers every request
 * below that path. The path is removed by Express; the portal's own addresses come from its `publicUrl`.
 */
export function portalRoutes(
  portal: WebHandler,
): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void {
  return markPlace(function productAuthPortal(
    req: RoutedRequest & { body?: unknown },
    res: ServerResponse,
    next: (error?: unknown) => void,
  ): void {
    const { url: target = "/", body } = req;
    handleMounted(portal, { req, target, ...(wasRead(req) && { body }), address: addressOf(req)() }).then(
      (response) => write(res, response),
      next,
    );
  });
}

// Express 4 sets `body` to {} although no parser has read the stream.
const wasRead = ({ body, readableEnded, readableDidRead }: RoutedRequest & { body?: unknown }) =>
  body !== undefined && (readableEnded || readableDidRead);

async function write(res: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  if (res.headersSent) return; // the application answered while the portal waited
  res.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.appendHeader("set-cookie", cookies);
  res.setHeader("content-length", body.byteLength);
  res.end(body);
}
