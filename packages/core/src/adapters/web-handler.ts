import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** Answers requests with pages: a developer portal. The `portal` door of an adapter mounts it. */
export interface WebHandler {
  /** Address of its home page. Requests are made for addresses below it, whatever `Host` says. */
  readonly url: URL;
  /** Answers a request. Never rejects. `address`: of the caller, as the framework knows it. */
  handle(request: Request, context: { readonly address: string | undefined }): Promise<Response>;
}

/** A Node request below the place where a handler is mounted. */
export interface MountedRequest {
  readonly req: IncomingMessage;
  /** Path and query below the mount: "/products?q=a". */
  readonly target: string;
  /** The body as a parser of the application left it; undefined while the stream has not been read. */
  readonly body?: unknown;
  readonly address: string | undefined;
}

/** Lets a handler answer a Node request. */
export function handleMounted(
  handler: WebHandler,
  { req, target, body, address }: MountedRequest,
): Promise<Response> {
  const method = methodOf(req);
  const headers = headersOf(req);
  const isRead = method === "GET" || method === "HEAD";
  const sent = isRead ? null : body === undefined ? bodyOf(req) : encoded(body, headers);
  const request = new Request(addressBelow(handler.url, target), {
    method,
    headers,
    body: sent,
    // Node requires it for a body that is a stream; the types of undici do not know it.
    ...(sent instanceof ReadableStream && { duplex: "half" }),
  } as RequestInit);
  return handler.handle(request, { address });
}

// Joined as text, so that a target such as `//host` or `http://host/` cannot lead to another host.
function addressBelow({ origin, pathname }: URL, target: string): string {
  return `${origin}${pathname.replace(/\/$/, "")}${target.startsWith("/") ? "" : "/"}${target}`;
}

// Fetch cannot name these methods; no page has them.
const methodOf = ({ method = "GET" }: IncomingMessage) =>
  /^(?:connect|trace|track)$/i.test(method) ? "UNSUPPORTED" : method;

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers.append(rawHeaders[i] as string, rawHeaders[i + 1] as string);
  return headers;
}

const bodyOf = (req: IncomingMessage) => Readable.toWeb(req) as ReadableStream;

/** A parsed body as its type says it was sent. What a form cannot say (objects in objects) is left out. */
function encoded(body: unknown, headers: Headers): string | Uint8Array {
  // The length was that of the body as it was sent.
  headers.delete("content-length");
  headers.delete("transfer-encoding");
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  const type = headers.get("content-type") ?? "";
  if (!type.toLowerCase().startsWith("application/x-www-form-urlencoded")) return JSON.stringify(body);
  const fields = Object.entries(body as object).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter((item) => typeof item === "string")
      .map((item): [string, string] => [name, item]),
  );
  return new URLSearchParams(fields).toString();
}
