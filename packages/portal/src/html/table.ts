import { html, type Fragment, type Html } from "./template.js";

/** A table with a caption, which is its accessible name. `empty`: shown instead of a table without rows. */
export function table({
  caption,
  columns,
  rows,
  empty,
}: {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Fragment[])[];
  empty: string;
}): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, i) => html`<td data-label="${columns[i]}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Terms and their descriptions. Entries without a description are left out. */
export function termList(entries: readonly (readonly [term: string, description: Fragment])[]): Html {
  const shown = entries.filter(([, description]) => description !== undefined && description !== false);
  return html`<dl>
    ${shown.map(
      ([term, description]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${description}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A text that may break anywhere, such as an e-mail address, so that its table is not wider than the page. */
export const long = (text: string | undefined): Fragment =>
  text === undefined ? "" : html`<span class="long">${text}</span>`;

/** A moment, in UTC; browsers with JavaScript show it in the time zone of the reader. */
export function time(milliseconds: number): Html {
  const iso = new Date(milliseconds).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}
