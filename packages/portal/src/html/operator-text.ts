import type { PortalTexts } from "../publishing/edition.js";
import { markdown } from "./markdown.js";
import { html, type Html } from "./template.js";

/** A text of the operator; nothing without one. */
export function textOf(
  name: keyof PortalTexts,
  { settings }: { readonly settings: { readonly texts: PortalTexts } },
): Html | undefined {
  const text = settings.texts[name];
  return text === undefined ? undefined : html`<div class="text">${markdown(text)}</div>`;
}
