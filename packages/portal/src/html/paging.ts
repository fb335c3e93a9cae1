import { html, type Html } from "./template.js";

/** The link to the next page of a list; nothing on the last one. */
export const nextLink = (text: string, href: string, next: string | undefined): Html | undefined =>
  next === undefined
    ? undefined
    : html`<p class="actions">
        <a class="button quiet" href="${nextPath(href, next)}" rel="next">${text}</a>
      </p>`;

/** Address of the next page of a list. */
export const nextPath = (href: string, next: string): string => `${href}?after=${encodeURIComponent(next)}`;
