import { randomUUID } from "node:crypto";
import { type Answer, jsonAnswer } from "../server/answer.js";
import type { GraphRefusal } from "./graph-refusal.js";

/** What an operation answers; without a body for 204. */
export interface GraphAnswer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** The ids of one call. */
export interface CallIds {
  readonly request: string;
  /** The `client-request-id` of the request, else the same as `request`. */
  readonly client: string;
}

/** Makes the ids of a call. An id of the client that is not a short word is not echoed. */
export function callIds(header: string | string[] | undefined): CallIds {
  const request = randomUUID();
  const given = typeof header === "string" && /^[\w{}.-]{1,64}$/.test(header) ? header : undefined;
  return { request, client: given ?? request };
}

/** Writes an answer with Graph's headers. */
export function writeGraphAnswer({ status, body, headers }: GraphAnswer, ids: CallIds): Answer {
  const all = { ...headersOf(ids), ...headers };
  if (body === undefined) return { status, headers: all, body: "" };
  return jsonAnswer(status, body, { ...all, "Content-Type": jsonType });
}

/** Writes a refusal in Graph's form; `now` in milliseconds. */
export function writeGraphRefusal(refusal: GraphRefusal, ids: CallIds, now: number): Answer {
  const { code, message, target } = refusal;
  const date = new Date(now).toISOString().slice(0, 19);
  const error = {
    ...{ code, message },
    ...(target === undefined ? {} : { details: [{ code, target, message }] }),
    innerError: { date, "request-id": ids.request, "client-request-id": ids.client },
  };
  return jsonAnswer(refusal.status, { error }, { ...headersOf(ids), ...refusal.headers });
}

const jsonType =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

function headersOf({ request, client }: CallIds): Record<string, string> {
  return {
    "Cache-Control": "no-cache",
    "request-id": request,
    "client-request-id": client,
    "OData-Version": "4.0",
    "x-ms-resource-unit": "1",
  };
}
