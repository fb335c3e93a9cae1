import { html, type Html } from "./template.js";

/** A secret in a field that can be selected and copied, for the one page that shows it. */
export function secretField(label: string, name: string, secret: string): Html {
  return html`<div class="secret-row">
    <div class="field">
      <label for="${name}">${label}</label>
      <input
        type="text"
        class="secret"
        id="${name}"
        value="${secret}"
        readonly
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
      />
    </div>
    <button type="button" class="quiet" data-copy="${name}" aria-label="Copy ${label.toLowerCase()}" hidden>
      Copy
    </button>
  </div>`;
}
