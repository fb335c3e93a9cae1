import { timingSafeEqual } from "node:crypto";
import type { RequestView } from "../../request/request-view.js";
import type { ConnectionFinding } from "./connection-finding.js";

/** A `checkHeader` with every default filled in. */
export interface HeaderCheck {
  /** Name of the field in lower case, and as the options write it. */
  readonly name: string;
  readonly written: string;
  /** UTF-8, in lower case when the case is ignored; undefined: any value. */
  readonly values: readonly Buffer[] | undefined;
  readonly ignoreCase: boolean;
  readonly status: number;
  readonly message: string;
}

/** Judges whether a field was sent once, with an accepted value. The value may be a secret, so it is in no finding. */
export function judgeHeader(
  check: HeaderCheck,
  view: Pick<RequestView, "header">,
): ConnectionFinding | undefined {
  const { written, values, status, message } = check;
  const sent = view.header(check.name);
  const actual = flawOf(sent, check);
  if (actual === undefined) return undefined;
  const expected = values === undefined ? `${written}` : `${written} with one of ${values.length} values`;
  return { code: "header_check", expected, actual, status, message };
}

function flawOf(sent: string | readonly string[] | undefined, check: HeaderCheck): string | undefined {
  if (sent === undefined) return "nothing";
  if (typeof sent !== "string") return `sent ${sent.length} times`;
  if (sent.trim() === "") return "an empty value";
  return check.values === undefined || isAmong(sent, check.values, check.ignoreCase)
    ? undefined
    : "another value";
}

// Shared secrets are sent in such fields. The comparison takes as long for a value whose beginning is right.
function isAmong(sent: string, values: readonly Buffer[], ignoreCase: boolean): boolean {
  const found = Buffer.from(ignoreCase ? sent.toLowerCase() : sent);
  let isFound = false;
  for (const value of values)
    if (value.length === found.length && timingSafeEqual(value, found)) isFound = true;
  return isFound;
}
