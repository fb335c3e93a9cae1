import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Authority } from "../authority.js";
import { textAnswer } from "./answer.js";
import { answerControls } from "./answer-controls.js";
import { answerEndpoint } from "./answer-endpoint.js";
import type { EndpointName, FaultBoard } from "./faults.js";
import { endpointOf, findPlace } from "./find-place.js";
import { namesLoopback } from "./names-loopback.js";
import type { LoggedRequest } from "./request-log.js";
import { redirected, spoilAnswer } from "./spoil-answer.js";
import { writeAnswer } from "./write-answer.js";

/** The dependencies of the request handler. */
export interface ServerContext {
  readonly authority: Authority;
  readonly board: FaultBoard;
  /** Whether `Host` may name any host; otherwise loopback only. */
  readonly allowRemote: boolean;
  /** Whether requests may set faults. */
  readonly controls: boolean;
  readonly log: (request: LoggedRequest, endpoint?: EndpointName) => void;
  /** Aborted when the emulator closes, so that pending work ends. */
  readonly closing: AbortSignal;
}

/** Handles a request of the HTTP server. Never throws, never rejects. */
export async function handleRequest(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const controlling = context.controls && isControl(context, request);
  if (context.board.refusing() && !controlling) {
    request.socket.destroy();
    return;
  }
  try {
    if (!context.allowRemote && !namesLoopback(request))
      return await writeAnswer(response, misdirected, context.closing);
    if (controlling) {
      const answer = await answerControls(context.board.faults, request.method ?? "GET", request);
      return await writeAnswer(response, answer, context.closing);
    }
    await serve(context, request, response);
  } catch (error) {
    if (context.closing.aborted || response.destroyed || request.destroyed) return; // the client has disconnected
    const message = error instanceof Error ? error.message : String(error);
    if (response.headersSent) response.destroy();
    else await writeAnswer(response, textAnswer(500, `The emulator failed: ${message}\n`), context.closing);
  }
}

/** Whether a request sets faults: no fault affects it, or the first outage would be the last. */
function isControl({ authority }: ServerContext, { url = "/" }: IncomingMessage): boolean {
  return findPlace(urlOf(authority.origin, url).pathname).name === "faults";
}

// RFC 9110 §15.5.20.
const misdirected = textAnswer(
  421,
  "This issuer answers requests to localhost, 127.0.0.1 and [::1] only, so that no web page can reach it through its own host name. Use one of these, or start it with --allow-remote (allowRemote: true).\n",
  { Connection: "close" },
);

async function serve(
  context: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { authority, board, closing } = context;
  response.setHeader("Date", new Date(authority.clock.now()).toUTCString());
  const method = request.method ?? "GET";
  const url = urlOf(authority.origin, request.url ?? "/");
  const place = findPlace(url.pathname);
  const endpoint = endpointOf(place);
  if (method !== "OPTIONS")
    context.log({ method, path: url.pathname + url.search, at: authority.clock.now() }, endpoint);
  const disturbance = board.disturbanceOf(endpoint);
  if (disturbance.delay !== undefined) await sleep(disturbance.delay, undefined, { signal: closing });
  if (disturbance.hang === true) return;
  const answer =
    disturbance.status === undefined
      ? await answerEndpoint(context, { request, place, method, url })
      : textAnswer(disturbance.status, "Service Unavailable\n");
  if (answer === undefined) {
    request.socket.destroy();
    return;
  }
  const spoilt =
    disturbance.garbage === undefined || url.searchParams.has(redirected)
      ? answer
      : spoilAnswer(disturbance.garbage, answer, url);
  await writeAnswer(response, spoilt, closing, disturbance.bytesPerSecond);
}

function urlOf(origin: string, target: string): URL {
  try {
    return new URL(target.startsWith("/") ? origin + target : target, origin);
  } catch {
    return new URL("/unreadable", origin);
  }
}
