import type { Problem } from "../lib/errors.js";

/** What is wrong with the name of a header field (RFC 9110 §5.6.2). */
export function headerNameProblems(path: string, name: string | undefined): Problem[] {
  if (name === undefined || /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) return [];
  return [
    { path, message: "is not a header name", fix: "use letters, digits and hyphens (RFC 9110 §5.6.2)" },
  ];
}
