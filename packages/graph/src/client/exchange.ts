import { retryAfterOf } from "./retry-after.js";

/** An HTTP request as it is sent. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An HTTP answer: its JSON, or undefined when the body is empty or not JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly json: unknown;
  /** Seconds of the field `Retry-After`. */
  readonly retryAfter?: number;
  readonly requestId?: string;
  /** Characters of the body. */
  readonly size?: number;
}

/** What an exchange needs. */
export interface Exchanging {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until an exchange without a complete answer counts as cut. Default 30,000. */
  readonly longestExchange?: number | undefined;
}

const LONGEST_EXCHANGE = 30_000;
/** Bytes of an answer that are read: a page of 100 applications has a few hundred kilobytes. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/**
 * Sends one request and reads the answer whole. Returns "cut" when no complete answer arrived: whether the server has
 * executed the request is then unknown. Does not follow redirects: the request carries a token or a secret.
 */
export async function exchange(
  { method, url, headers, body }: HttpRequest,
  { fetch, clock, signal, longestExchange = LONGEST_EXCHANGE }: Exchanging,
): Promise<HttpAnswer | "cut" | "too large"> {
  const limit = AbortSignal.timeout(longestExchange);
  // A write that is on its way is waited for: the caller must learn what it did.
  const ended = signal === undefined || method !== "GET" ? limit : AbortSignal.any([signal, limit]);
  try {
    const init = { method, headers, redirect: "manual", signal: ended } as const;
    const response = await fetch(url, body === undefined ? init : { ...init, body });
    const text = await textOf(response);
    if (text === undefined) return "too large";
    const retryAfter = retryAfterOf(response.headers.get("retry-after"), clock());
    const requestId = response.headers.get("request-id");
    return {
      status: response.status,
      json: parsed(text),
      size: text.length,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(requestId !== null && { requestId: requestId.slice(0, 64) }),
    };
  } catch {
    return "cut"; // a stopped run too: the caller looks at its signal
  }
}

async function textOf(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER) return undefined; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
