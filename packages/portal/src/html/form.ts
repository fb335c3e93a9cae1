import { randomToken } from "../people/digest.js";
import { attribute, html, type Fragment, type Html } from "./template.js";

/** Something wrong with a field of a form. `field`: its name. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What was sent, and what is wrong with it. A form that is shown first has neither. */
export interface Filled {
  readonly values?: Readonly<Record<string, string>>;
  readonly problems?: readonly FieldProblem[];
}

/** The summary of what is wrong, with a link to each field; nothing while there are no problems. It takes the focus, without script too. */
export function problemSummary({ problems = [] }: Filled): Html | undefined {
  if (problems.length === 0) return undefined;
  return html`<div class="problems" role="alert" aria-labelledby="problems" tabindex="-1" autofocus>
    <h2 id="problems">There is a problem</h2>
    <ul>
      ${problems.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
}

/** The id of a form that makes something: see `Forms`. */
export const formIdField = (): Html => html`<input type="hidden" name="form" value="${randomToken()}" />`;

/** A field for one line of text, or with `rows` for several. */
export function textField(
  field: {
    readonly label: string;
    readonly name: string;
    readonly hint?: string;
    readonly maxLength?: number;
    readonly required?: boolean;
    readonly rows?: number;
    readonly autocomplete?: string;
    /** Default "text". What was typed into a field for a password is never sent back. */
    readonly type?: "password";
    /** Which keyboard a telephone shows. */
    readonly inputMode?: "email";
    /** The value of a form that is shown first. */
    readonly value?: string;
  },
  filled: Filled = {},
): Html {
  const { label, name, hint, maxLength, required, rows, autocomplete, type = "text", inputMode } = field;
  const problem = filled.problems?.find((candidate) => candidate.field === name);
  const value = type === "password" ? "" : (filled.values?.[name] ?? field.value ?? "");
  const describedBy = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(" ");
  const attributes = [
    attribute("id", name),
    attribute("name", name),
    attribute("maxlength", maxLength),
    attribute("required", required),
    attribute("autocomplete", autocomplete ?? "off"),
    attribute("inputmode", inputMode),
    attribute("autocapitalize", inputMode === "email" && "none"),
    attribute("aria-describedby", describedBy === "" ? undefined : describedBy),
    attribute("aria-invalid", problem !== undefined && "true"),
  ];
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem.message}</p>`}
    ${
      rows === undefined
        ? html`<input type="${type}" value="${value}" ${attributes} />`
        : html`<textarea rows="${rows}" ${attributes}>${value}</textarea>`
    }
  </div>`;
}

/** A box to tick. */
export function checkbox(
  { label, name, value = "yes", id = name }: { label: Fragment; name: string; value?: string; id?: string },
  filled: Filled = {},
): Html {
  const problem = filled.problems?.find(({ field }) => field === name);
  return html`<div class="field choice">
    ${problem !== undefined && html`<p class="problem" id="${id}-problem">${problem.message}</p>`}
    <input
      type="checkbox"
      id="${id}"
      name="${name}"
      value="${value}"
      ${[
        attribute("checked", filled.values?.[name] === value),
        attribute("aria-describedby", problem && `${id}-problem`),
        attribute("aria-invalid", problem !== undefined && "true"),
      ]}
    />
    <label for="${id}">${label}</label>
  </div>`;
}

/** One choice of several. */
export function radios({
  legend,
  name,
  choices,
  chosen,
}: {
  legend: string;
  name: string;
  choices: readonly { readonly value: string; readonly label: string }[];
  chosen: string;
}): Html {
  return html`<fieldset class="field" id="${name}">
    <legend>${legend}</legend>
    ${choices.map(
      ({ value, label }) =>
        html`<div class="choice">
          <input
            type="radio"
            id="${name}-${value}"
            name="${name}"
            value="${value}"
            ${attribute("checked", value === chosen)}
          />
          <label for="${name}-${value}">${label}</label>
        </div>`,
    )}
  </fieldset>`;
}

/** Any number of several choices. `chosen`: their values. */
export function checkboxes(
  {
    legend,
    name,
    choices,
    chosen,
  }: {
    readonly legend: string;
    readonly name: string;
    readonly choices: readonly { readonly value: string; readonly label: Fragment; readonly hint?: string }[];
    readonly chosen: ReadonlySet<string>;
  },
  filled: Filled = {},
): Html {
  const problem = filled.problems?.find(({ field }) => field === name);
  return html`<fieldset
    class="field"
    id="${name}"
    ${[
      attribute("aria-describedby", problem && `${name}-problem`),
      attribute("aria-invalid", problem !== undefined && "true"),
    ]}
  >
    <legend>${legend}</legend>
    ${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem.message}</p>`}
    ${choices.map(
      ({ value, label, hint }, i) =>
        html`<div class="choice">
          <input
            type="checkbox"
            id="${name}-${i}"
            name="${name}"
            value="${value}"
            ${[
              attribute("checked", chosen.has(value)),
              attribute("aria-describedby", hint !== undefined && `${name}-${i}-hint`),
            ]}
          />
          <label for="${name}-${i}">${label}</label>
          ${hint !== undefined && html`<p class="hint" id="${name}-${i}-hint">${hint}</p>`}
        </div>`,
    )}
  </fieldset>`;
}

/** One choice of a list that opens. With `isChosenFirst`, the first one is chosen; otherwise none is. */
export function select(
  {
    label,
    name,
    choices,
    hint,
    isChosenFirst = false,
  }: {
    readonly label: string;
    readonly name: string;
    readonly choices: readonly {
      readonly value: string;
      readonly label: string;
      readonly product?: string;
    }[];
    readonly hint?: string;
    readonly isChosenFirst?: boolean;
  },
  filled: Filled = {},
): Html {
  const problem = filled.problems?.find(({ field }) => field === name);
  const chosen = filled.values?.[name];
  const describedBy = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem.message}</p>`}
    <select
      id="${name}"
      name="${name}"
      ${[
        attribute("aria-describedby", describedBy === "" ? undefined : describedBy),
        attribute("aria-invalid", problem !== undefined && "true"),
      ]}
    >
      ${!isChosenFirst && html`<option value=""></option>`}
      ${choices.map(
        ({ value, label: text, product }) =>
          html`<option
            value="${value}"
            ${[attribute("data-product", product), attribute("selected", value === chosen)]}
          >
            ${text}
          </option>`,
      )}
    </select>
  </div>`;
}
