import { randomUUID } from "node:crypto";
import { isGuid } from "../directory/guid.js";
import { type Answer, jsonAnswer } from "../server/answer.js";
import type { Refusal } from "./refusal.js";

/** Writes a refusal as Entra does, members in its order; `now` in milliseconds, `requestId` echoed when it is a GUID. */
export function writeRefusal(refusal: Refusal, now: number, requestId?: string): Answer {
  const { timestamp, trace, correlation, description, page } = describeRefusal(refusal, now, requestId);
  const body = {
    error: refusal.error,
    error_description: description,
    error_codes: [refusal.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    ...(refusal.documented ? { error_uri: page } : {}),
  };
  // No WWW-Authenticate on a 401: Entra sends none, and clients that see one hide the AADSTS text.
  return jsonAnswer(refusal.status, body, { ...neverStored, "x-ms-request-id": trace, ...refusal.headers });
}

/** The text of a refusal, and its ids. */
export interface RefusalText {
  readonly timestamp: string;
  readonly trace: string;
  readonly correlation: string;
  /** `error_description`. */
  readonly description: string;
  /** `error_uri`. */
  readonly page: string;
}

/** Describes a refusal; `now` in milliseconds, `requestId` is its correlation id when it is a GUID. */
export function describeRefusal(
  { code, text }: Pick<Refusal, "code" | "text">,
  now: number,
  requestId?: string,
): RefusalText {
  const timestamp = entraTimestamp(now);
  const trace = randomUUID();
  const correlation = requestId !== undefined && isGuid(requestId) ? requestId : randomUUID();
  const description = `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  const page = `https://login.microsoftonline.com/error?code=${code}`;
  return { timestamp, trace, correlation, description, page };
}

/** Header fields of every response of the token endpoint (RFC 6749 §5.1). */
export const neverStored: Record<string, string> = {
  "Cache-Control": "no-store, no-cache",
  Pragma: "no-cache",
};

/** `YYYY-MM-DD HH:MM:SSZ` of a time in milliseconds. */
export function entraTimestamp(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
}
