import type { PolicyFunction } from "../policies/custom/policy-function.js";
import * as form from "./forms.js";

/** A policy of the application, for what no option expresses. In code only: a catalog file contains no functions. */
export interface CustomPolicyOptions {
  /** Label in events, `explain` and reports: a letter, and up to 63 letters, digits, underscores and hyphens. */
  readonly name: string;
  /**
   * Returns undefined to let the request pass, or the refusal, at once or by a promise. It is called by every guard that
   * the policy applies to, by `explain`, and whenever an open connection is checked again, so it must not count calls. The
   * answer is 503 when it throws, rejects, returns anything else, or does not answer within 2 seconds.
   */
  readonly judge: PolicyFunction;
}

/** The form of `custom`. */
export const customForm: form.Form = form.optional(
  form.filledList(
    form.object<CustomPolicyOptions>({ name: form.text(), judge: form.aFunction }),
    'at least one policy such as { name: "plan", judge: ({ access }) => … }, or leave it out',
  ),
);
