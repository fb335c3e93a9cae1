import { attribute, html, type Html } from "./template.js";

/**
 * A text in lines, such as a command or an example. It can be scrolled by keyboard. `label`: its accessible name. `isCopied`: with
 * JavaScript, a button "Copy" stands behind it.
 */
export const codeBlock = ({
  label,
  text = "",
  id,
  isCopied = false,
}: {
  readonly label: string;
  readonly text?: string;
  readonly id?: string;
  readonly isCopied?: boolean;
}): Html =>
  html`<pre
    role="group"
    aria-label="${label}"
    tabindex="0"
    ${[attribute("id", id), attribute("data-copy", isCopied)]}
  >
${text}</pre>`;
