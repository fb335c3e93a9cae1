import { textField, type Filled } from "../../html/form.js";
import type { Html } from "../../html/template.js";
import { LONGEST, SHORTEST } from "../../passwords/password-rules.js";

/** The field "New password". */
export const newPasswordField = (filled: Filled): Html =>
  textField(
    {
      label: "New password",
      name: "new-password",
      type: "password",
      autocomplete: "new-password",
      hint: `${SHORTEST} to ${LONGEST} characters. Any characters are allowed, spaces too.`,
    },
    filled,
  );
