import { html, type Html } from "../html/template.js";
import type { Reply } from "../http/reply.js";

/** A page as a reply, to which cookies can be added. */
export type PageReply = Extract<Reply, { readonly kind: "page" }>;

/** The page "No access". `again`: address of a sign-in with another account. `text`: of the operator. */
export const noAccessPage = (again: string, text?: Html): PageReply => ({
  kind: "page",
  status: 403,
  page: {
    h1: "No access",
    body: html`<p>This account may not use the portal. An administrator of the portal can change that.</p>
      ${text}
      <p><a class="button" href="${again}">Sign in with another account</a></p>`,
  },
});
