import type { RefusalCode } from "../refusals/refusals.js";
import type { RequestView } from "./request-view.js";

/** Where credentials are sent. Field names are in lower case. */
export interface CredentialSources {
  /** Maximum length of a token, in characters. A longer one is refused before it is parsed. */
  readonly maxTokenLength: number;
  /** Header field or query parameter of the token. `scheme`: whether the field must begin with `Bearer`. */
  readonly token:
    | { readonly header: string; readonly scheme: "required" | "optional" | "none" }
    | { readonly query: string };
  /** Header field (in lower case, and as configured for challenges) and query parameter of the key. The header wins. */
  readonly key: { readonly header: string; readonly headerAsWritten: string; readonly query: string };
}

/** One credential as sent: absent, a value, or malformed. */
export type PresentedCredential =
  | Absent
  | { readonly kind: "present"; readonly value: string }
  | { readonly kind: "malformed"; readonly code: RefusalCode };

/** What a request carries: a bearer token, a subscription key, both, or none. */
export interface Credentials {
  readonly token: PresentedCredential;
  readonly key: PresentedCredential;
}

/** Maximum length of a subscription key, in characters, as in API Management. */
const MAX_KEY_LENGTH = 256;

const malformed = (code: RefusalCode): PresentedCredential => ({ kind: "malformed", code });

/**
 * Reads the credentials of a request. Pure. `key` overrides the header and query parameter of the key, for an API that
 * has its own.
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
): PresentedCredential {
  const field = "query" in token ? view.query(token.query) : view.header(token.header);
  if (field === undefined || field === "") return ABSENT;
  if ("header" in token && token.header === key.header) return ABSENT; // this API sends its key in that field
  if (typeof field !== "string") return malformed("token_repeated");
  const value = "query" in token || token.scheme === "none" ? field : withoutScheme(field, token.scheme);
  if (value === undefined) return malformed(/^bearer$/i.test(field) ? "token_malformed" : "token_scheme");
  // A slice keeps the whole field in memory, so the spaces before the token count as well.
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
  // A bare token contains no space; a field with a space has another scheme.
  return scheme === "optional" && !field.includes(" ") ? field : undefined;
}

function readKey(view: RequestView, key: CredentialSources["key"]): PresentedCredential {
  const field = view.header(key.header);
  const value = field === undefined || field === "" ? view.query(key.query) : field;
  if (value === undefined || value === "") return ABSENT;
  if (typeof value !== "string") return malformed("key_repeated");
  return value.length > MAX_KEY_LENGTH ? malformed("key_too_long") : { kind: "present", value };
}

/** No credential was sent, or the rule does not accept this kind. */
export interface Absent {
  readonly kind: "absent";
}

/** The shared `Absent` value. */
export const ABSENT: Absent = Object.freeze({ kind: "absent" });
