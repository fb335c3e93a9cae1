/** Text that is HTML. Made by `html` and, in this folder only, by `raw`. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template may hold. Lists are joined; false, undefined and null leave nothing. */
export type Fragment = Html | string | number | false | undefined | null | readonly Fragment[];

/** HTML from a template. Every text is escaped, for the content of elements and for attributes in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  let text = parts[0] ?? "";
  values.forEach((value, i) => {
    text += textOf(value) + (parts[i + 1] ?? "");
  });
  return new Html(text);
}

/** HTML as it stands. For this folder only: see `.oxlintrc.json`. */
export const raw = (text: string): Html => new Html(text);

/** ` name="value"`; ` name` for true; nothing for false and undefined. */
export function attribute(name: string, value: string | number | boolean | undefined): Html {
  if (value === undefined || value === false) return raw("");
  return value === true ? raw(` ${name}`) : html` ${raw(name)}="${value}"`;
}

function textOf(value: Fragment): string {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "string" || typeof value === "number") return escape(String(value));
  return value.map(textOf).join("");
}

const SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string) => text.replace(SPECIAL, (character) => ENTITIES[character] ?? "");
