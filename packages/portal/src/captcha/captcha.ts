import type { JsonObject } from "@product-auth/core/records";

/**
 * A test that keeps programs from sending a form, for the option `captcha`. The default is `proofOfWork` in the browser; your own
 * one can ask a question, or have another service check the answer.
 */
export interface Captcha {
  /**
   * A new challenge. With a member `question`, the page asks it in a field of text; the fields of the form are `captcha`, with the
   * member `token`, and `captcha-answer`. Otherwise the page solves it as a challenge of ALTCHA (version 2, PBKDF2), and `captcha`
   * is JSON with the members `challenge` and `solution`. Rejects when there is none: the page then reports that.
   */
  challenge(): Promise<JsonObject>;
  /**
   * Whether the fields solve a challenge, which counts once. `fields`: `captcha`, and `captcha-answer` for a question, each of at
   * most 4,096 characters. `address`: of the visitor, if the framework knows it. Rejects when it cannot be checked: the form is refused.
   */
  verify(fields: Readonly<Record<string, string>>, address: string | undefined): Promise<boolean>;
}
