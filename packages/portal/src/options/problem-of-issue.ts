import type { Problem } from "@product-auth/core";
import * as v from "valibot";

/** Schemas of options by name. Their messages say what to write. */
export type OptionForms = Readonly<Record<string, v.GenericSchema>>;

/** An issue of options as a problem with its fix. Values are no part of it: some are secrets. */
export function problemOfIssue(issue: v.BaseIssue<unknown>, forms: OptionForms): Problem {
  const path = v.getDotPath(issue) ?? "options";
  if (issue.type === "strict_object" && issue.expected === "never") {
    const fix = `remove it, or write one of ${Object.keys(forms).join(", ")}`;
    return { path, message: "is unknown", fix };
  }
  if (issue.received !== "undefined") return { path, message: "is not valid", fix: `write ${issue.message}` };
  // Of a member that is missing, the object complains, in words of its own.
  const { message = issue.message } = (forms[path] ?? {}) as { readonly message?: string };
  return { path, message: "is missing", fix: `write ${message}` };
}
