import type { IncomingMessage, RequestListener } from "node:http";
import { Agent, request } from "node:https";
import { pipeline } from "node:stream";

/** What a gateway connects with. */
export interface GatewaySettings {
  /** Origin of the API, https. */
  readonly backend: string;
  /** The authority that the certificate of the API is from; PEM. */
  readonly ca: string;
  /** The client certificate, and its key; PEM. */
  readonly cert: string;
  readonly key: string;
}

/** A gateway: callers reach the API through it, and it presents a client certificate for them. */
export interface Gateway {
  readonly serve: RequestListener;
  close(): void;
}

export function createGateway({ backend, ca, cert, key }: GatewaySettings): Gateway {
  const agent = new Agent({ ca, cert, key, keepAlive: true });
  const serve: RequestListener = (req, res) => {
    const { method } = req;
    // The path is passed on as it was sent: what the API judges is what the caller wrote.
    const call = request(
      `${backend}/`,
      { agent, method, path: req.url, headers: forwarded(req) },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders));
        pipeline(answer, res, () => undefined);
      },
    );
    pipeline(req, call, () => undefined);
    call.once("error", () => {
      if (res.headersSent) res.destroy();
      else res.writeHead(502, { "content-type": "text/plain" }).end("The API does not answer.");
    });
    res.once("close", () => call.destroy());
  };
  return { serve, close: () => agent.destroy() };
}

/** Fields about the caller come from the gateway alone; those that the caller wrote are dropped. */
function forwarded({ rawHeaders, socket }: IncomingMessage): string[] {
  return [
    ...endToEnd(rawHeaders, (name) => name === "forwarded" || name.startsWith("x-forwarded-")),
    "x-forwarded-for",
    socket.remoteAddress ?? "",
    "x-forwarded-proto",
    "https",
  ];
}

/** Fields of one connection, which are not passed on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function endToEnd(raw: readonly string[], isDropped: (name: string) => boolean = () => false): string[] {
  const fields = raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] as const] : []));
  const named = fields
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) =>
      value
        .toLowerCase()
        .split(",")
        .map((word) => word.trim()),
    );
  return fields.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    return HOP_BY_HOP.has(lower) || named.includes(lower) || isDropped(lower) ? [] : [name, value];
  });
}
