import type { RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "./request-view.js";

/** Where credentials are looked for. Field names in lower case. */
export interface CredentialSources {
  /** Longest accepted token, in characters; a longer one is refused before any work. */
  readonly maxTokenLength: number;
  /** Header field of the token, or query parameter; `scheme` says whether `Authorization` must name Bearer. */
  readonly token:
    | { readonly header: string; readonly scheme: "required" | "optional" | "none" }
    | { readonly query: string };
  /** Header field (in lower case to read, as written to show) and query parameter of the key; the header goes first. */
  readonly key: { readonly header: string; readonly headerAsWritten: string; readonly query: string };
}

/** One credential as presented: nothing, a value, or something that cannot be one. */
export type Presented =
  | Absent
  | { readonly kind: "present"; readonly value: string }
  | { readonly kind: "malformed"; readonly code: RefusalCode };

/** What a request carries: a bearer token, a subscription key, both, or none. */
export interface Credentials {
  readonly token: Presented;
  readonly key: Presented;
}

/** Longest subscription key, as in API Management. */
const MAX_KEY_LENGTH = 256;

const malformed = (code: RefusalCode): Presented => ({ kind: "malformed", code });

/**
 * Reads the credentials of a request. Pure; looks at nothing but the view. `key` names where this API's keys are sent,
 * when not where the sources say.
 */
export function readCredentials(
  view: RequestView,
  sources: CredentialSources,
  key: CredentialSources["key"] = sources.key,
): Credentials {
  return { token: readToken(view, sources, key), key: readKey(view, key) };
}

// RFC 6750 §2.1: the Authorization field with the Bearer scheme, once. Other places only where the options say so.
function readToken(
  view: RequestView,
  { token, maxTokenLength }: CredentialSources,
  key: CredentialSources["key"],
): Presented {
  const field = "query" in token ? view.query(token.query) : view.header(token.header);
  if (field === undefined || field === "") return ABSENT;
  if ("header" in token && token.header === key.header) return ABSENT; // the field is the key's
  if (typeof field !== "string") return malformed("token_repeated");
  const value = "query" in token || token.scheme === "none" ? field : withoutScheme(field, token.scheme);
  if (value === undefined) return malformed(/^bearer$/i.test(field) ? "token_malformed" : "token_scheme");
  // What is cut out of a field keeps the whole of it in memory: spaces before the token count as well.
  if (value.length > maxTokenLength || field.length > maxTokenLength + "Bearer ".length)
    return malformed("token_too_long");
  return value === "" ? malformed("token_malformed") : { kind: "present", value };
}

// RFC 9110 §11.1: the scheme in any case, then spaces.
function withoutScheme(field: string, scheme: "required" | "optional"): string | undefined {
  const start = field.slice(0, 7);
  if (start === "Bearer " || start.toLowerCase() === "bearer ") {
    return field.charCodeAt(7) === 0x20 ? field.slice(7).replace(/^ +/, "") : field.slice(7);
  }
  // A bare token has no space in it; anything else with one is another scheme.
  return scheme === "optional" && !field.includes(" ") ? field : undefined;
}

function readKey(view: RequestView, key: CredentialSources["key"]): Presented {
  const field = view.header(key.header);
  const value = field === undefined || field === "" ? view.query(key.query) : field;
  if (value === undefined || value === "") return ABSENT;
  if (typeof value !== "string") return malformed("key_repeated");
  return value.length > MAX_KEY_LENGTH ? malformed("key_too_long") : { kind: "present", value };
}

/** Nothing was presented, or the rule does not look at this kind. */
export interface Absent {
  readonly kind: "absent";
}

/** The one value for "nothing presented". */
export const ABSENT: Absent = Object.freeze({ kind: "absent" });
