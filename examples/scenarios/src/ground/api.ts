import type { DecisionEvent } from "@product-auth/core";
import type { Taken } from "./walk.js";
import { CALL_WITHIN } from "./within.js";

/** What an API answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Calls an API in this process, and shows the code of its refusal, which callers do not see. */
export interface Api {
  /** For the option `onDecision` of the API. */
  readonly onDecision: (event: DecisionEvent) => void;
  /** `saw` is the status, with the code of a refusal: `200`, `401 token_missing`. */
  call(url: string, request?: ApiRequest): Promise<Taken<Answer>>;
  /** The same for a call that `fetch` cannot make. */
  watch<T extends Pick<Answer, "status">>(send: () => Promise<T>): Promise<Taken<T>>;
}

export interface ApiRequest {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

export function watchedApi(): Api {
  let decisions: DecisionEvent[] | undefined; // none is kept between calls: the scenario may stay up for days
  async function watch<T extends Pick<Answer, "status">>(send: () => Promise<T>): Promise<Taken<T>> {
    const seen: DecisionEvent[] = [];
    decisions = seen;
    try {
      const value = await send();
      const { status } = value;
      const code = seen.findLast((decision) => decision.status === status)?.code;
      return { saw: code === undefined ? String(status) : `${status} ${code}`, value };
    } finally {
      decisions = undefined;
    }
  }
  return {
    onDecision: (event) => void decisions?.push(event),
    call: (url, request) => watch(() => fetchAnswer(url, request)),
    watch,
  };
}

async function fetchAnswer(
  url: string,
  { method = "GET", token, key, headers = {}, json }: ApiRequest = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { "ocp-apim-subscription-key": key }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    signal: AbortSignal.timeout(CALL_WITHIN),
  });
  const { status } = response;
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  return { status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}
