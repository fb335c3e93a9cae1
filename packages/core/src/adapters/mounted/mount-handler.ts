import type { IncomingMessage } from "node:http";
import { ConfigurationError } from "../../lib/errors.js";
import type { WebHandler } from "../web-handler.js";
import { answerOf, type MountedAnswer } from "./answer-of.js";
import { bodyOf } from "./body-of.js";
import { headersOf } from "./headers-of.js";
import { addressBelow } from "./target.js";

/** A Node request below the place where a handler is mounted. */
export interface MountedRequest {
  readonly req: IncomingMessage;
  /** Path and query below the mount: "/products?q=a". */
  readonly target: string;
  /** The body as the application left it: parsed, as text or bytes, or a stream; undefined: not looked at. */
  readonly body: unknown;
  readonly address: string | undefined;
}

/** Makes a function that lets a handler answer Node requests. Throws `ConfigurationError` for anything but a handler. */
export function mountHandler(handler: WebHandler): (request: MountedRequest) => Promise<MountedAnswer> {
  const { url, handle } = (handler ?? {}) as Partial<WebHandler>;
  if (!(url instanceof URL) || typeof handle !== "function") throw notAHandler();
  return async function answerMounted({ req, target, body, address }) {
    const method = methodOf(req);
    const headers = headersOf(req.rawHeaders);
    const sent = method === "GET" || method === "HEAD" ? null : await bodyOf(req, body, headers);
    if (sent === undefined) return GONE;
    const init = { method, headers, body: sent as Uint8Array<ArrayBuffer> | null };
    const request = new Request(addressBelow(url, target), init);
    return answerOf(await handler.handle(request, { address }), method);
  };
}

// The client went away while it sent the body. Nothing receives this answer.
const GONE: MountedAnswer = { status: 400, headers: {}, body: Buffer.alloc(0) };

// `Request` refuses the names of these methods. No page has them, so another name without a page stands for them.
const methodOf = ({ method = "GET" }: IncomingMessage) =>
  /^(?:connect|trace|track)$/i.test(method) ? "UNSUPPORTED" : method;

const notAHandler = () =>
  new ConfigurationError([
    { path: "portalRoutes(portal)", message: "is not a portal", fix: "pass what createPortal() returned" },
  ]);
