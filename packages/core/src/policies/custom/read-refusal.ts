import type { ResponseHeaders } from "../../decision/decision.js";
import { isToken } from "../../lib/header-name.js";
import { own, type JsonObject } from "../../lib/json-object.js";
import { kindOf } from "../../lib/sanitize.js";
import type { PolicyRefusal } from "./policy-function.js";

/** Maximum number of characters of a refusal's text. */
const MAX_MESSAGE = 1_000;

/** Maximum number of header fields, and of characters of their values together. */
const MAX_HEADERS = 16;
const MAX_HEADER_CHARACTERS = 4_096;

/** Fields that are ours, the framework's or the connection's. */
const RESERVED: ReadonlySet<string> = new Set([
  ...["cache-control", "connection", "content-encoding", "content-length", "content-range", "content-type"],
  ...["date", "keep-alive", "proxy-authenticate", "proxy-connection", "te", "trailer", "transfer-encoding"],
  ...["upgrade", "www-authenticate"],
]);

/** A refusal that was checked. Header names are in lower case. */
export type SoundRefusal = Required<Omit<PolicyRefusal, "headers">> & { readonly headers: ResponseHeaders };

/** Reads what a function of the application has returned. A string says what is wrong with it, without its values. */
export function readRefusal(returned: unknown): SoundRefusal | string {
  if (typeof returned !== "object" || returned === null || Array.isArray(returned))
    return `returned ${kindOf(returned)} instead of undefined or { status, message }`;
  const refusal = returned as JsonObject;
  const status = own(refusal, "status");
  const message = own(refusal, "message");
  if (typeof status !== "number" || !Number.isInteger(status) || status < 400 || status > 599)
    return "returned a status that is not between 400 and 599";
  if (typeof message !== "string" || message === "") return "returned no message";
  const headers = readHeaders(own(refusal, "headers"));
  if (typeof headers === "string") return headers;
  return { status, message: message.slice(0, MAX_MESSAGE), headers };
}

function readHeaders(given: unknown): ResponseHeaders | string {
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return `returned ${kindOf(given)} as headers`;
  const entries = Object.entries(given);
  if (entries.length > MAX_HEADERS) return `returned more than ${MAX_HEADERS} header fields`;
  let characters = 0;
  const headers: Record<string, string | readonly string[]> = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) {
    if (!isToken(name) || name.length > 64) return "returned a header field without a sound name";
    const field = name.toLowerCase();
    if (RESERVED.has(field)) return `returned the header field ${field}, which a policy cannot set`;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of values) {
      // RFC 9110 §5.5: nothing in a value may end the line.
      if (typeof one !== "string" || !/^[\t\x20-\x7e]*$/.test(one))
        return `returned a value of ${field} that is not printable text`;
      characters += one.length;
    }
    headers[field] = Array.isArray(value) ? [...(values as readonly string[])] : (value as string);
  }
  if (characters > MAX_HEADER_CHARACTERS)
    return `returned more than ${MAX_HEADER_CHARACTERS} characters of header fields`;
  return headers;
}
