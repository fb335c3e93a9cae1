import type { Problem } from "../lib/errors.js";
import { headerNameProblems } from "../lib/header-name.js";
import type { HeaderCheck } from "../policies/connection/check-header.js";
import * as form from "./forms.js";

/** A header field that every request must have exactly once (`check-header` of API Management). */
export interface CheckHeaderOptions {
  /** Name of the field. */
  readonly name: string;
  /** Status of the refusal, 400 to 599. */
  readonly failedCheckHttpCode: number;
  /** Text of the refusal. */
  readonly failedCheckErrorMessage: string;
  /** Whether the case of the value is ignored. */
  readonly ignoreCase: boolean;
  /** Accepted values. Default: any that is not empty. */
  readonly values?: readonly string[];
}

export const checkHeaderForm: form.Form = form.filledList(
  form.object<CheckHeaderOptions>({
    name: form.text("the name of a header field"),
    failedCheckHttpCode: form.integerBetween(400, 599, "a status from 400 to 599"),
    failedCheckErrorMessage: form.text(),
    ignoreCase: form.flag,
    values: form.optional(
      form.filledList(
        form.text(),
        "at least one value, or leave it out: then the field must be present with any value",
      ),
    ),
  }),
  "at least one header check, or leave it out",
);

/** What is wrong with header checks whose form is right. `path`: of the list. */
export function checkHeaderProblems(path: string, checks: readonly CheckHeaderOptions[]): readonly Problem[] {
  return checks.flatMap(({ name, values = [] }, i) => [
    ...headerNameProblems(`${path}[${i}].name`, name),
    ...values.flatMap((value, at) =>
      isFieldValue(value)
        ? []
        : [
            {
              path: `${path}[${i}].values[${at}]`,
              message: "cannot be the value of a header field",
              fix: "write it without spaces at its ends and without control characters (RFC 9110 §5.5)",
            },
          ],
    ),
  ]);
}

export const settleCheckHeader = (checks: readonly CheckHeaderOptions[]): readonly HeaderCheck[] =>
  Object.freeze(checks.map(settleCheck));

function settleCheck({
  name,
  failedCheckHttpCode: status,
  failedCheckErrorMessage: message,
  ignoreCase,
  values,
  ...left
}: CheckHeaderOptions): HeaderCheck {
  form.nothingLeft(left);
  return Object.freeze({
    name: name.toLowerCase(),
    written: name,
    values:
      values && Object.freeze(values.map((value) => Buffer.from(ignoreCase ? value.toLowerCase() : value))),
    ignoreCase,
    status,
    message,
  });
}

// Node's parser accepts no control character but the tab.
const isFieldValue = (value: string): boolean =>
  value.trim() === value &&
  Array.from(value, (character) => character === "\t" || (character >= " " && character !== "\u007f")).every(
    Boolean,
  );
