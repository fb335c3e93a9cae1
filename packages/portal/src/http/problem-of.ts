import { randomUUID } from "node:crypto";
import type { JsonObject } from "@product-auth/core/records";
import type { FieldProblem } from "../html/form.js";

/** A problem as programs read it (RFC 9457). Without `type`, it is named by its status. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** An id; that of a failure is in the log. */
  readonly reference: string;
  /** What is wrong with a form. `field`: absent where it is not about one field. */
  readonly errors?: readonly { readonly field?: string; readonly message: string }[];
}

/** The problem of a page: its heading, and what is wrong with the form that was sent. */
export function problemOf(
  title: string,
  status: number,
  {
    detail,
    reference = randomUUID(),
    problems = [],
    more = {},
  }: {
    readonly detail?: string | undefined;
    readonly reference?: string;
    readonly problems?: readonly FieldProblem[];
    readonly more?: JsonObject;
  } = {},
): Problem {
  const [first] = problems;
  const text = detail ?? first?.message;
  return {
    title,
    status,
    ...(text !== undefined && { detail: text }),
    reference,
    ...(problems.length > 0 && { errors: problems.map(errorOf) }),
    ...more,
  };
}

/** `content` is the page itself: the summary of problems links to it where no field is wrong. */
const errorOf = ({ field, message }: FieldProblem) =>
  field === "content" ? { message } : { field, message };
