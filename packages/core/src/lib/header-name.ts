import type { Problem } from "./errors.js";

/** What is wrong with the name of a header field (RFC 9110 §5.6.2). */
export function headerNameProblems(path: string, name: string | undefined): Problem[] {
  if (name === undefined || isToken(name)) return [];
  return [
    { path, message: "is not a header name", fix: "use letters, digits and hyphens (RFC 9110 §5.6.2)" },
  ];
}

/** Whether a text is a token (RFC 9110 §5.6.2): the form of header names, and of cookie names (RFC 6265 §4.1.1). */
export const isToken = (text: string): boolean => /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(text);
