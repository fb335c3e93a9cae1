import MarkdownIt from "markdown-it";
import { html, raw, type Html } from "./template.js";

// No HTML and no images, so that a description loads nothing and runs nothing. Links lead to http(s) and mailto only.
const renderer = new MarkdownIt({ html: false, linkify: false }).disable("image");
renderer.validateLink = (url) => /^(?:https?:|mailto:)/i.test(url.trim());

/** A description in Markdown as HTML. Headings begin at level 3, below those of the page. */
export function markdown(text: string): Html {
  const tokens = renderer.parse(text, {});
  for (const token of tokens)
    if (token.type === "heading_open" || token.type === "heading_close") token.tag = headingBelow(token.tag);
  return raw(renderer.renderer.render(tokens, renderer.options, {}));
}

const headingBelow = (tag: string) => `h${Math.min(6, Number(tag.slice(1)) + 2)}`;

/** The description of a product, an API or an operation; nothing without one. */
export const descriptionOf = ({ description }: { readonly description?: string }): Html | undefined =>
  description === undefined ? undefined : html`<div class="text">${markdown(description)}</div>`;
