import type { IncomingHttpHeaders } from "node:http";

export type Json = Record<string, unknown>;

/** One request to Graph, as the judge read it. */
export interface Call {
  readonly number: number;
  readonly at: number;
  readonly method: string;
  /** Decoded, without `/v1.0` and query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Json | undefined;
  /** Filled while it is answered. */
  answer?: Answer;
  answeredAt?: number;
  /** The answer or the connection was spoilt on purpose. */
  spoilt?: Fault;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What happens to a call instead of its answer; with `after`, once it has taken effect. */
export type Fault =
  | { readonly how: "answer"; readonly answer: Answer; readonly after?: boolean }
  | { readonly how: "drop" | "stop"; readonly after?: boolean };

export class GraphError extends Error {
  readonly answer: Answer;
  constructor(status: number, code: string, message: string, headers?: Record<string, string>) {
    super(message);
    this.answer = errorAnswer(status, code, message, headers);
  }
}

export function errorAnswer(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): Answer {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    "request-id": crypto.randomUUID(),
    "client-request-id": crypto.randomUUID(),
  };
  return { status, body: { error: { code, message, innerError } }, ...(headers && { headers }) };
}

export const badRequest = (message: string, code = "Request_BadRequest"): GraphError =>
  new GraphError(400, code, message);
export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
