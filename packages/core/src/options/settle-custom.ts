import type { Problem } from "../lib/errors.js";
import { warnOfError } from "../lib/warn-of-error.js";
import type { CustomPolicy } from "../policies/custom/custom-policy.js";
import { PolicyOfApplication } from "../policies/custom/policy-of-application.js";
import type { CustomPolicyOptions } from "./custom.js";
import * as form from "./forms.js";
import type { PolicyHolder } from "./policy-holders.js";

/** What is wrong with the names; the rest is a matter of form. */
export function customProblems({ path, policies: { custom = [] } }: PolicyHolder): readonly Problem[] {
  if (!Array.isArray(custom)) return [];
  return (custom as readonly unknown[]).flatMap((policy, i): readonly Problem[] => {
    const name: unknown = (policy as Partial<CustomPolicyOptions> | null | undefined)?.name;
    if (typeof name !== "string" || /^[a-z][a-z0-9_-]{0,63}$/i.test(name) || name.trim() === "") return [];
    const fix = "write a letter, and up to 63 letters, digits, underscores and hyphens";
    return [{ path: `${path}.custom[${i}].name`, message: "is not a name", fix }];
  });
}

/** Settles the policies of the application at one place. */
export function settleCustom({ place, policies: { custom = [] } }: PolicyHolder): readonly CustomPolicy[] {
  return custom.map(({ name, judge, ...left }, index) => {
    form.nothingLeft(left);
    return new PolicyOfApplication(Object.freeze({ place, index, name }), judge, warn);
  });
}

function warn(error: unknown): void {
  warnOfError(error, "ProductAuthPolicyWarning");
}
