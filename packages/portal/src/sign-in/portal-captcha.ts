import type { FieldProblem } from "../html/form.js";
import type { Fragment } from "../html/template.js";
import type { Fields } from "../http/fields.js";

/** What the forms of a portal ask of its CAPTCHA. */
export interface PortalCaptcha {
  /** A new challenge: the fields for a form, and the scripts of the page. */
  show(): Promise<{ readonly fields: Fragment; readonly scripts?: readonly string[] }>;
  /** What is wrong with the CAPTCHA in a form that was sent; undefined for one that is solved. Missing is wrong. */
  problemOf(form: Fields, address: string | undefined): Promise<FieldProblem | undefined>;
}
