import type { Answer } from "../../server/answer.js";
import type { Refusal } from "../../token-endpoint/refusal.js";
import { describeRefusal } from "../../token-endpoint/write-refusal.js";
import { html } from "./html.js";
import { pageAnswer } from "./page.js";

/** The page of a refusal that must not go to the application; `now` in milliseconds. */
export function errorPage(refusal: Refusal, now: number): Answer {
  const { code, text, status, headers } = refusal;
  const { trace, correlation, timestamp } = describeRefusal(refusal, now);
  return pageAnswer({
    status,
    headers,
    heading: "Sign in failed",
    body: html`<p>AADSTS${String(code)}: ${text.slice(0, 1000)}</p>
      <p class="soft">
        Trace ID: ${trace}<br />Correlation ID: ${correlation}<br />Timestamp: ${timestamp}
      </p>`,
  });
}
