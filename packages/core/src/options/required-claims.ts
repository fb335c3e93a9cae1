import type { RequiredClaim } from "../catalog/products.js";
import * as form from "./forms.js";

/** The form of a list of required claims, at a product and at a token policy. */
export const requiredClaimsForm: form.Form = form.list(
  form.object<RequiredClaim>({
    name: form.text(),
    values: form.optional(
      form.filledList(
        form.anyText,
        "at least one value, or remove it: then the claim must be present with any value",
      ),
    ),
    match: form.optional(form.oneOf(["all", "any"])),
    separator: form.optional(form.separator),
  }),
);
