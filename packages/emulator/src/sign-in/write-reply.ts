import { createHash } from "node:crypto";
import type { Answer } from "../server/answer.js";
import { redirectAnswer } from "../server/answer.js";
import type { Refusal } from "../token-endpoint/refusal.js";
import { describeRefusal } from "../token-endpoint/write-refusal.js";
import { html, type Html } from "./pages/html.js";
import { pageAnswer } from "./pages/page.js";
import type { ReplyAddress } from "./authorization.js";

/** Sends members to the application, by its response mode; `state` is added. */
export function writeReply(
  { uri, mode, state }: ReplyAddress,
  members: Readonly<Record<string, string>>,
): Answer {
  const all = { ...members, ...(state === undefined ? {} : { state }) };
  if (mode === "form_post") return formPost(uri, all);
  const target = new URL(uri);
  if (mode === "fragment") target.hash = new URLSearchParams(all).toString();
  else for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value);
  return redirectAnswer(target.href);
}

/** Sends a refusal to the application (RFC 6749 §4.1.2.1); `now` in milliseconds. */
export function writeRefusalReply(reply: ReplyAddress, refusal: Refusal, now: number): Answer {
  // Texts repeat parts of the request, and a client refuses header fields that are too long.
  const { description, page } = describeRefusal(
    { code: refusal.code, text: refusal.text.slice(0, 600) },
    now,
  );
  return writeReply(reply, {
    error: refusal.error,
    ...(refusal.code === 65004 ? { error_subcode: "cancel" } : {}),
    error_description: description,
    ...(refusal.documented ? { error_uri: page } : {}),
  });
}

const submit = "document.forms[0].submit()";
// Markup as a text: white space inside the element would change its hash.
const script = html.raw(`<script>${submit}</script>`);
const hash = createHash("sha256").update(submit).digest("base64");

/** A form that submits itself ("OAuth 2.0 Form Post Response Mode"), with a button for browsers without script. */
function formPost(uri: string, members: Readonly<Record<string, string>>): Answer {
  const fields: Html[] = Object.entries(members).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const body = html`<form method="post" action="${new URL(uri).href}">
      ${fields}
      <p>You return to the application.</p>
      <p><button class="primary">Continue</button></p>
    </form>
    ${script}`;
  return pageAnswer({ heading: "Working…", body, scriptHash: hash });
}
