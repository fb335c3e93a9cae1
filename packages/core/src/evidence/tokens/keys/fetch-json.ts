import { errorKind } from "../../../lib/error-kind.js";
import type { Problem } from "../../../lib/errors.js";
import { readBody } from "./read-body.js";

/** Why a document could not be fetched. `status` is set when the server answered. */
export interface FetchFailure {
  readonly failure: string;
  readonly status?: number;
  /** The `error` member of a JSON error body, when there was one. */
  readonly error?: string;
  /** Set when an option is wrong, so that trying again does not help. */
  readonly problem?: Problem;
}

/** Limits of a fetch. */
export interface FetchLimits {
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds for the whole exchange, body included. */
  readonly timeout: number;
  /** The end of that time, where several fetches share it. Default: it begins with the fetch. */
  readonly deadline?: AbortSignal;
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
  const deadline = limits.deadline ?? AbortSignal.timeout(limits.timeout);
  const signal = AbortSignal.any([deadline, limits.signal]);
  try {
    return await Promise.race([exchange(url, limits, signal), rejectedBy(signal)]);
  } catch (cause) {
    if (deadline.aborted) return failed(`no complete answer within ${limits.timeout} ms`);
    return failed(limits.signal.aborted ? "closed" : errorKind(cause));
  }
}

async function exchange(
  url: string,
  { fetch, maxBytes }: FetchLimits,
  signal: AbortSignal,
): Promise<{ json: object } | FetchFailure> {
  const response = await fetch(url, { redirect: "manual", headers: { accept: "application/json" }, signal });
  const text = await readBody(response, maxBytes);
  if (response.status >= 300 && response.status < 400)
    return failed("redirects are not followed", { status: response.status });
  if (text === "too long") return failed(`more than ${maxBytes} bytes`);
  if (text === "none") return failed("the option fetch returned no Response with a body");
  const json = parseObject(text.text);
  if (response.status !== 200) return failed(`status ${response.status}`, errorOf(response.status, json));
  return json === undefined ? failed("not a JSON object") : { json };
}

// The option `fetch` may ignore the signal, and no request may wait for it beyond the deadline.
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
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
