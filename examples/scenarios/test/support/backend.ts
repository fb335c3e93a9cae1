import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Authority } from "../../src/ground/authority.js";
import { createGateway } from "../../src/partner-spa/gateway.js";
import { authority } from "./authorities.js";

/** A request as a backend got it. */
export interface Received {
  readonly line: string;
  /** By name in small letters; values of a repeated field in order. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

/** A gateway before a backend that notes what comes. */
export interface GatewayWithBackend {
  readonly origin: string;
  readonly received: Received[];
  readonly backend: Server;
  readonly close: () => void;
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** `certificates`: of the authority whose certificate the backend has. Default: the one that the gateway trusts. */
export async function startGateway(
  answer: Answer,
  {
    certificates = authority,
    patience,
  }: { readonly certificates?: Authority; readonly patience?: number } = {},
): Promise<GatewayWithBackend> {
  const { cert, key } = certificates.server;
  const received: Received[] = [];
  const backend = createServer({ cert, key }, (req, res) => {
    void text(req).then((body) => {
      const { method, url, headersDistinct } = req;
      received.push({ line: `${method} ${url}`, fields: headersDistinct as Received["fields"], body });
      answer(req, res);
    });
  });
  const { pem, privateKey } = authority.issueClient("gateway");
  const { serve, close } = createGateway({
    backend: await listening(backend),
    ca: authority.ca,
    cert: pem,
    key: privateKey,
    ...(patience !== undefined && { patience }),
  });
  const front = createServer({ ...authority.server }, serve);
  return {
    origin: await listening(front),
    received,
    backend,
    close() {
      close();
      for (const server of [front, backend]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listening(server: Server): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
