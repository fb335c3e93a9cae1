import type { JsonObject } from "@product-auth/core/records";
import { withTimeout } from "@product-auth/core/subscriptions";
import type { FieldProblem } from "../html/form.js";
import type { Fragment } from "../html/template.js";
import type { Fields } from "../http/fields.js";
import { callerNetworkOf } from "../people/network.js";
import type { Attempts, AttemptLimit } from "../sign-in/attempts.js";
import type { Captcha } from "./captcha.js";
import { challengeFields, DOWN, questionFields } from "./captcha-fields.js";

/** What a form shows: the fields, the scripts of its page, and the challenge for programs. */
export interface ShownCaptcha {
  readonly fields: Fragment;
  readonly scripts: readonly string[];
  /** Absent while the CAPTCHA is down. */
  readonly challenge?: JsonObject;
}

/** What is wrong with the CAPTCHA of a form. `wait`: seconds, when a limit is the reason. */
export interface CaptchaProblem extends FieldProblem {
  readonly wait?: number;
}

/** Forms without JavaScript, for each network of a visitor. */
export const WITHOUT_SCRIPT: AttemptLimit = { what: "without-script", most: 3, period: 3600 };

/** Milliseconds for one call of the port. */
const TIMEOUT = 5000;
/** Longest field that the port gets, in characters. */
const LONGEST = 4096;

/** The CAPTCHA in the forms of a portal. One that fails, or does not answer, lets no form pass. */
export class PortalCaptcha {
  readonly #captcha: Captcha;
  readonly #attempts: Pick<Attempts, "take">;
  readonly #onFailure: (cause: unknown) => void;

  constructor(captcha: Captcha, attempts: Pick<Attempts, "take">, onFailure: (cause: unknown) => void) {
    this.#captcha = captcha;
    this.#attempts = attempts;
    this.#onFailure = onFailure;
  }

  /** A new challenge, as fields of a form. `filled`: whether the form was sent without a solved one. */
  async show(problems: readonly FieldProblem[] = []): Promise<ShownCaptcha> {
    const problem = problems.find(({ field }) => field === "captcha");
    try {
      const challenge = await withTimeout(this.#captcha.challenge(), TIMEOUT, "The CAPTCHA did not answer");
      const { question, token } = challenge;
      return typeof question === "string"
        ? {
            fields: questionFields(question, typeof token === "string" ? token : "", problem),
            scripts: [],
            challenge,
          }
        : { fields: challengeFields(challenge, problem), scripts: ["captcha.js"], challenge };
    } catch (cause) {
      this.#onFailure(cause);
      return { fields: challengeFields(undefined, { field: "captcha", message: DOWN }), scripts: [] };
    }
  }

  /** What is wrong with the CAPTCHA in a form that was sent; undefined for one that is solved, which counts once. */
  async problemOf(form: Fields, address: string | undefined): Promise<CaptchaProblem | undefined> {
    if (form.get("without-javascript") !== undefined) return this.#withoutScript(address);
    const fields = fieldsOf(form);
    if (fields === undefined) return problem(MISSING);
    try {
      const isSolved = await withTimeout(
        this.#captcha.verify(fields, address),
        TIMEOUT,
        "The CAPTCHA did not answer",
      );
      // Nothing but `true` passes: a port that answers something else has not been understood.
      return (isSolved as unknown) === true
        ? undefined
        : problem("The check has failed, or is too old. Send the form again.");
    } catch (cause) {
      this.#onFailure(cause);
      return problem(DOWN);
    }
  }

  async #withoutScript(address: string | undefined): Promise<CaptchaProblem | undefined> {
    const wait = await this.#attempts.take(WITHOUT_SCRIPT, callerNetworkOf(address));
    if (wait === 0) return undefined;
    return { ...problem("Too many forms without JavaScript. Turn JavaScript on, or wait an hour."), wait };
  }
}

const MISSING =
  "Wait until the check has ended, then send the form again. Without JavaScript, choose “Continue without JavaScript”.";

const problem = (message: string): CaptchaProblem => ({ field: "captcha", message });

/** The fields for the port; undefined when there are none, or one is too long: missing is wrong. */
function fieldsOf(form: Fields): Readonly<Record<string, string>> | undefined {
  const [captcha = "", answer] = [form.get("captcha"), form.get("captcha-answer")];
  if (captcha === "" || captcha.length > LONGEST || (answer ?? "").length > LONGEST) return undefined;
  return { captcha, ...(answer !== undefined && { "captcha-answer": answer }) };
}
