import type { RequestView } from "./request-view.js";

/** The one place in a request where a token is looked for, as settled. Field names are in lower case. */
export type TokenPlace =
  | {
      readonly header: string;
      /** Whether the field must begin with `Bearer`, may, or must not. */
      readonly scheme: "required" | "optional" | "none";
    }
  | { readonly query: string }
  | { readonly cookie: string }
  /** A function of the application. What it returns is checked at each call. */
  | { readonly read: (request: RequestView) => unknown };

/** Whether a token is read from the same place in the same way. */
export function samePlace(one: TokenPlace, other: TokenPlace): boolean {
  if (one === other) return true;
  if ("header" in one) return "header" in other && one.header === other.header && one.scheme === other.scheme;
  if ("query" in one) return "query" in other && one.query === other.query;
  if ("cookie" in one) return "cookie" in other && one.cookie === other.cookie;
  return "read" in other && one.read === other.read;
}

/** Whether tokens are sent in `Authorization`, the only field that caches know (RFC 9111 §3.5). */
export const isAuthorization = (place: TokenPlace): boolean =>
  "header" in place && place.header === "authorization";
