import type { IncomingMessage } from "node:http";
import type { Authority } from "../authority.js";
import { purgeEnded } from "../directory/purge.js";
import type { Answer } from "../server/answer.js";
import type { FaultBoard } from "../server/faults.js";
import { bodyLimit, readBody } from "../server/read-body.js";
import { isMembers, type Members } from "./bodies/check-body.js";
import { readCaller } from "./caller.js";
import { findRoute, type Route } from "./find-route.js";
import {
  type CallIds,
  callIds,
  type GraphAnswer,
  writeGraphAnswer,
  writeGraphRefusal,
} from "./graph-answer.js";
import { GraphRefusal } from "./graph-refusal.js";
import { graphRefusals } from "./graph-refusals.js";
import { operations } from "./operations.js";
import { readQuery } from "./read-query.js";

/** A request below `/v1.0`. */
export interface GraphRequest {
  readonly request: IncomingMessage;
  /** The path below `/v1.0/`, not decoded. */
  readonly path: string;
  readonly method: string;
  readonly url: URL;
}

/** Answers a call of Microsoft Graph; undefined when a fault cuts its connection. */
export async function answerGraph(
  { authority, board }: { readonly authority: Authority; readonly board: FaultBoard },
  graphRequest: GraphRequest,
): Promise<Answer | undefined> {
  const { request, method, path } = graphRequest;
  const ids = callIds(request.headers["client-request-id"]);
  const route = findRoute(method, path);
  const breakage = board.breakageOf(route instanceof GraphRefusal ? undefined : route.operation);
  if (breakage === "drop") return undefined;
  const answer = await answerCall(authority, board, graphRequest, route, breakage === "503");
  return breakage === "answer-lost" ? undefined : written(answer, ids, authority.clock.now());
}

function written(answer: GraphAnswer | GraphRefusal, ids: CallIds, now: number): Answer {
  return answer instanceof GraphRefusal ? writeGraphRefusal(answer, ids, now) : writeGraphAnswer(answer, ids);
}

async function answerCall(
  authority: Authority,
  board: FaultBoard,
  { request, method, url }: GraphRequest,
  route: Route | GraphRefusal,
  unavailable: boolean,
): Promise<GraphAnswer | GraphRefusal> {
  const body = await readJson(request, method); // read in any case: a client may wait until it has sent all
  if (unavailable) return graphRefusals.unavailable();
  const wait = board.throttledFor("graph");
  if (wait > 0) return graphRefusals.throttled(wait);
  const caller = readCaller(authority, request.headers.authorization);
  if (caller instanceof GraphRefusal) return caller;
  if (route instanceof GraphRefusal) return route;
  const query = readQuery(url.searchParams, route.operation.startsWith("list"));
  if (query instanceof GraphRefusal) return query;
  if (body instanceof GraphRefusal) return body;
  const { directory, clock, origin } = authority;
  const now = clock.now();
  purgeEnded(directory, now);
  const createIfMissing = prefers(request, "create-if-missing");
  const here = new URL(url.pathname + url.search, originOf(origin, request.headers.host));
  const graphUrl = `${here.origin}/v1.0`;
  const call = {
    directory,
    board,
    caller,
    route,
    query,
    body,
    createIfMissing,
    url: here,
    graphUrl,
    now,
  };
  return operations[route.operation](call);
}

/** Reads a JSON object. A request without a body is like one with an empty object: `restore` needs none. */
async function readJson(request: IncomingMessage, method: string): Promise<Members | GraphRefusal> {
  const text = await readBody(request);
  if (text === undefined) return graphRefusals.bodyTooLarge(bodyLimit);
  if (text === "" || method === "GET" || method === "DELETE") return {};
  const type = request.headers["content-type"];
  if (type === undefined) return graphRefusals.contentTypeMissing();
  if (!/^application\/json\s*(;|$)/i.test(type)) return graphRefusals.contentType(type);
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : graphRefusals.notJson();
  } catch {
    return graphRefusals.notJson();
  }
}

/** Links have the host that the client uses, which follows no link to another origin. */
function originOf(origin: string, host: string | undefined): string {
  const named = `${new URL(origin).protocol}//${host ?? ""}`;
  return URL.canParse(named) ? new URL(named).origin : origin;
}

/** RFC 7240 §2. */
function prefers({ headers }: IncomingMessage, preference: string): boolean {
  const all = String(headers["prefer"] ?? "").split(/[,;]/);
  return all.some((one) => one.trim().toLowerCase() === preference);
}
