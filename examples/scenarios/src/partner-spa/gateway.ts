import type { RequestListener, ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import { pipeline } from "node:stream";
import { fieldsForApi, fieldsForCaller } from "./gateway-fields.js";

/** What a gateway connects with. */
export interface GatewaySettings {
  /** Origin of the API, https. */
  readonly backend: string;
  /** The authority that the certificate of the API is from; PEM. */
  readonly ca: string;
  /** The client certificate, and its key; PEM. */
  readonly cert: string;
  readonly key: string;
  /** Milliseconds in which something must come from the API. Default: 30 seconds. */
  readonly patience?: number;
}

/** A gateway: callers reach the API through it, and it presents a client certificate for them. */
export interface Gateway {
  readonly serve: RequestListener;
  close(): void;
}

export function createGateway({ backend, ca, cert, key, patience = 30_000 }: GatewaySettings): Gateway {
  const agent = new Agent({ ca, cert, key, keepAlive: true });
  const serve: RequestListener = (req, res) => {
    const { method } = req;
    const headers = fieldsForApi(req);
    if (headers === undefined) {
      refuse(res, 501, "The transfer coding is not supported.");
      return;
    }
    let isLate = false;
    // The path is passed on as it was sent: what the API judges is what the caller wrote.
    const call = request(`${backend}/`, { agent, method, path: req.url, headers, timeout: patience });
    call.once("response", (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.statusMessage, fieldsForCaller(answer));
      pipeline(answer, res, () => undefined); // a part of an answer must not look like all of it
    });
    call.once("timeout", () => {
      isLate = true;
      call.destroy();
    });
    call.once("error", () => {
      req.unpipe(call);
      if (isLate) refuse(res, 504, "The API does not answer.");
      else refuse(res, 502, "The API cannot be reached.");
    });
    req.pipe(call);
    res.once("close", () => call.destroy());
  };
  return { serve, close: () => agent.destroy() };
}

/** Answers as the API does, or breaks an answer off that has begun. */
function refuse(res: ServerResponse, statusCode: number, message: string): void {
  if (res.headersSent) return void res.destroy();
  res.writeHead(statusCode, { "content-type": "application/json", "cache-control": "no-store" });
  res.end(JSON.stringify({ statusCode, message }));
}
