import { textField, type FieldProblem, type Filled } from "../../html/form.js";
import { html, type Html } from "../../html/template.js";
import type { Fields } from "../../http/fields.js";
import { LONGEST_NAME } from "../../people/users.js";
import { hasUnshown } from "../../texts/text-problem.js";

/** The names in a form. */
export interface Names {
  readonly firstName: string;
  readonly lastName: string;
}

export const namesIn = (form: Fields): Names => ({
  firstName: form.text("first-name"),
  lastName: form.text("last-name"),
});

/** The fields "First name" and "Last name". `isOwn`: of the visitor, whose browser may fill them in. */
export const nameFields = (filled: Filled, { isOwn }: { readonly isOwn: boolean }): Html =>
  html`${textField(
    {
      label: "First name",
      name: "first-name",
      maxLength: LONGEST_NAME,
      ...(isOwn && { autocomplete: "given-name" }),
    },
    filled,
  )}
  ${textField(
    {
      label: "Last name",
      name: "last-name",
      maxLength: LONGEST_NAME,
      ...(isOwn && { autocomplete: "family-name" }),
    },
    filled,
  )}`;

/** What is wrong with names, each of which may be empty. */
export function nameProblems({ firstName, lastName }: Names): readonly FieldProblem[] {
  return (
    [
      ["first-name", "first name", firstName],
      ["last-name", "last name", lastName],
    ] as const
  ).flatMap(([field, label, name]) => {
    if (name.length > LONGEST_NAME)
      return [{ field, message: `Enter a ${label} of at most ${LONGEST_NAME} characters.` }];
    return hasUnshown(name) ? [{ field, message: `Enter a ${label} without control characters.` }] : [];
  });
}
