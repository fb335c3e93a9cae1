import { html } from "../html/template.js";
import type { PageContent } from "../html/layout.js";
import { problemOf, type Problem } from "./problem-of.js";

export type ErrorName =
  | "bad-request"
  | "not-allowed"
  | "not-found"
  | "method-not-allowed"
  | "too-large"
  | "unsupported-type"
  | "too-many"
  | "failed"
  | "unavailable";

/** The error pages: status, heading, and what the reader may do. */
const ERRORS: Readonly<Record<ErrorName, readonly [status: number, h1: string, text: string]>> = {
  "bad-request": [400, "Bad request", "The request could not be understood. Go back and try again."],
  "not-allowed": [
    403,
    "Not allowed",
    "This form was not sent by a page of this portal. Open the page again and send it from there.",
  ],
  "not-found": [404, "Page not found", "There is no page at this address, or you may not see it."],
  "method-not-allowed": [405, "Method not allowed", "This page cannot be used in this way."],
  "too-large": [413, "Too large", "What was sent is too large. A form may have 64 KiB."],
  "unsupported-type": [415, "Bad request", "A form was expected."],
  "too-many": [429, "Too many attempts", "Wait a while, then try again."],
  failed: [500, "Something went wrong", "The portal could not answer. Try again later."],
  unavailable: [
    503,
    "Not available",
    "A part of the portal cannot be reached at the moment. Try again in a while.",
  ],
};

/** The page of an error, and the same as a problem for programs. `reference`: an id that operators find in the log. */
export function errorPage(
  name: ErrorName,
  reference: string,
  detail?: string,
): { status: number; page: PageContent; problem: Problem } {
  const [status, h1, text] = ERRORS[name];
  const body = html`<p>${detail ?? text}</p>
    <p class="reference">Reference <code>${reference}</code></p>`;
  const problem = problemOf(h1, status, { detail: detail ?? text, reference });
  return { status, page: { h1, body }, problem };
}
