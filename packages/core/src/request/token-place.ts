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

/** Whether tokens are sent in `Authorization`, the only field that caches know (RFC 9111 §3.5). */
export const isAuthorization = (place: TokenPlace): boolean =>
  "header" in place && place.header === "authorization";
