import { html } from "../html/template.js";
import type { Reply } from "../http/reply.js";
import type { PortalContext } from "../portal-context.js";

/** The answer to a form that was sent before: it makes nothing, and says where to go on. */
export const alreadyShown = (
  { to }: PortalContext,
  {
    text,
    lost = "A key that was lost can be regenerated on the page of its subscription.",
    home = "subscriptions",
    again,
  }: {
    readonly text: string;
    /** What to do about a secret that was lost. */
    readonly lost?: string;
    readonly home?: "subscriptions" | "applications";
    readonly again?: { readonly text: string; readonly path: readonly string[] };
  },
): Reply => ({
  kind: "page",
  conflict: `${text} ${lost}`,
  page: {
    h1: "Already shown",
    body: html`<p>${text}</p>
      <p>${lost}</p>
      <ul class="links">
        <li><a href="${to(home)}">Go to your ${home}</a></li>
        ${again && html`<li><a href="${to(...again.path)}">${again.text}</a></li>`}
      </ul>`,
  },
});
