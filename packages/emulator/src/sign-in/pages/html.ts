/** Markup that is safe to write. */
export interface Html {
  readonly markup: string;
}

/** A template of markup: texts between the parts are escaped, markup is not. */
export const html: {
  (parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html;
  /** Declares a constant of the program as markup. */
  raw: (markup: string) => Html;
} = Object.assign(
  (parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html => ({
    markup: parts.reduce((text, part, index) => text + written(values[index - 1] ?? "") + part),
  }),
  { raw: (markup: string): Html => ({ markup }) },
);

function written(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") return escaped(value);
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("\n");
}

const entities: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;" },
  ...{ '"': "&quot;", "'": "&#39;" },
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}
