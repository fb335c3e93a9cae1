import type { JsonObject } from "@product-auth/core/records";
import { textField, type FieldProblem } from "../html/form.js";
import { attribute, html, type Html } from "../html/template.js";

/** What a page says while the CAPTCHA does not answer. */
export const DOWN = "The check against programs is not available at the moment. Try again in a while.";

/** The fields for a challenge that the script of the page solves. Without one, the CAPTCHA is down. */
export function challengeFields(challenge: JsonObject | undefined, problem?: FieldProblem): Html {
  return html`<div
    class="captcha"
    id="captcha"
    tabindex="-1"
    ${attribute("data-challenge", challenge && JSON.stringify(challenge))}
  >
    ${problem !== undefined && html`<p class="problem">${problem.message}</p>`}
    <input type="hidden" name="captcha" value="" />
    <p class="hint" role="status"></p>
    <noscript>
      <p class="hint">
        The check against programs needs JavaScript. Without it, you can send three forms within an hour.
      </p>
      <button class="quiet" name="without-javascript" value="yes">Continue without JavaScript</button>
    </noscript>
  </div>`;
}

/** The fields for a question. */
export function questionFields(question: string, token: string, problem?: FieldProblem): Html {
  const name = "captcha-answer";
  const filled = problem === undefined ? {} : { problems: [{ ...problem, field: name }] };
  return html`<div id="captcha" tabindex="-1">
    <input type="hidden" name="captcha" value="${token}" />
    ${textField({ label: question, name }, filled)}
  </div>`;
}
