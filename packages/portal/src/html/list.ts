import { html, type Fragment, type Html } from "./template.js";

/** One entry of a list of links. */
export interface ListEntry {
  readonly text: string;
  readonly href: string;
  readonly below?: Fragment;
}

/** A list of links, each with a line below it. `empty`: shown instead of an empty list. */
export function linkList(entries: readonly ListEntry[], empty: string): Html {
  if (entries.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="links">
    ${entries.map(({ text, href, below }) => html`<li><a href="${href}">${text}</a>${below && html`<p>${below}</p>`}</li>`)}
  </ul>`;
}

/** The first sentences of a description in Markdown, as plain text for a list. */
export function summaryOf(markdownText: string | undefined): string | undefined {
  if (markdownText === undefined) return undefined;
  const paragraph = markdownText.trim().split(/\n\s*\n/)[0] ?? "";
  const plain = paragraph
    .replaceAll(/[*_`#>]|\[|\]\([^)]{0,500}\)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}
