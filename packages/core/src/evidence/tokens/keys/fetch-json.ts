import { errorKind } from "../../../lib/error-kind.js";

/** Why a document could not be fetched. `status` is set when the server answered. */
export interface FetchFailure {
  readonly failure: string;
  readonly status?: number;
  /** The `error` member of a JSON error body, when there was one. */
  readonly error?: string;
}

/** Limits of a fetch. */
export interface FetchLimits {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds for the whole exchange, body included. */
  readonly timeout: number;
  /** Maximum size of the body, in bytes. */
  readonly maxBytes: number;
  /** Aborts the fetch when the instance is closed. */
  readonly signal: AbortSignal;
}

const failed = (failure: string, more: { status?: number; error?: string } = {}): FetchFailure => ({
  failure,
  ...more,
});

/**
 * Fetches a JSON object, with limits for time and size. Redirects are refused: only the configuration may select a URL.
 * Failures are returned, never thrown.
 */
export async function fetchJson(url: string, limits: FetchLimits): Promise<{ json: object } | FetchFailure> {
  const deadline = AbortSignal.timeout(limits.timeout);
  const signal = AbortSignal.any([deadline, limits.signal]);
  try {
    const response = await limits.fetch(url, {
      redirect: "manual",
      headers: { accept: "application/json" },
      signal,
    });
    const text = await readText(response, limits.maxBytes);
    if (response.status >= 300 && response.status < 400)
      return failed("redirects are not followed", { status: response.status });
    if (text === undefined) return failed(`more than ${limits.maxBytes} bytes`);
    const json = parseObject(text);
    if (response.status !== 200) return failed(`status ${response.status}`, errorOf(response.status, json));
    return json === undefined ? failed("not a JSON object") : { json };
  } catch (cause) {
    if (deadline.aborted) return failed(`no complete answer within ${limits.timeout} ms`);
    return failed(limits.signal.aborted ? "closed" : errorKind(cause));
  }
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined; // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function errorOf(status: number, json: object | undefined): { status: number; error?: string } {
  const error: unknown = json !== undefined && "error" in json ? json.error : undefined;
  return typeof error === "string" ? { status, error } : { status };
}
