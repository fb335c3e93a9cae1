import { ABSENT, malformed, type PresentedCredential } from "./presented-credential.js";
import { readToken } from "./read-token.js";
import { NodeRequestView, type RequestView } from "./request-view.js";
import type { TokenPlace } from "./token-place.js";

export { ABSENT, type Absent, type PresentedCredential } from "./presented-credential.js";

/** Where credentials are sent. Field names are in lower case. */
export interface CredentialSources {
  /** Maximum length of a token, in characters. A longer one is refused before it is parsed. */
  readonly maxTokenLength: number;
  /** Where a token is sent, unless the rule names a place. */
  readonly token: TokenPlace;
  /** Origins of the pages that may send requests whose token is in a cookie. In canonical form. */
  readonly origins: ReadonlySet<string>;
  /** Header field (in lower case, and as configured for challenges) and query parameter of the key. The header wins. */
  readonly key: { readonly header: string; readonly headerAsWritten: string; readonly query: string };
}

/** What a request carries: a bearer token, a subscription key, both, or none. */
export interface Credentials {
  readonly token: PresentedCredential;
  readonly key: PresentedCredential;
}

/** Maximum length of a subscription key, in characters, as in API Management. */
const MAX_KEY_LENGTH = 256;

/**
 * Reads the credentials of a request. Pure, except for a token source that is a function of the application. `key`
 * overrides the header and query parameter of the key, for an API that has its own; `token` overrides the place of the
 * token, for a rule that has its own.
 */
export function readCredentials(
  view: RequestView,
  sources: CredentialSources,
  key: CredentialSources["key"] = sources.key,
  token: TokenPlace = sources.token,
): Credentials {
  // An API may send its key in the header field of the token.
  const isKeyField = "header" in token && token.header === key.header;
  return { token: isKeyField ? ABSENT : readToken(view, token, sources), key: readKey(view, key) };
}

function readKey(view: RequestView, key: CredentialSources["key"]): PresentedCredential {
  const field =
    view instanceof NodeRequestView
      ? view.headerWritten(key.header, key.headerAsWritten)
      : view.header(key.header);
  const value = field === undefined || field === "" ? view.query(key.query) : field;
  if (value === undefined || value === "") return ABSENT;
  if (typeof value !== "string") return malformed("key_repeated");
  return value.length > MAX_KEY_LENGTH ? malformed("key_too_long") : { kind: "present", value };
}
