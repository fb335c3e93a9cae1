/** `${env:NAME}`, which a policy document writes as the named value `{{NAME}}`. */
const VARIABLE = /(\$\{env:[A-Za-z0-9_]{1,256}\})/;

/** A C# string of this text, with letters that neither C# nor XML reads as anything else. Variables stay. */
export const codeString = (text: string): string =>
  `"${text
    .split(VARIABLE)
    .map((part, i) =>
      i % 2 === 1 ? part : part.replaceAll(/[^ !#$%()*+,./0-9:;=?@A-Z[\]^_`a-z|~-]/g, escaped),
    )
    .join("")}"`;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Conditions of which one must hold; each alone when there is one. */
export const anyOf = (conditions: readonly string[]): string => joined(conditions, " || ");

/** Conditions that must all hold. */
export const allOf = (conditions: readonly string[]): string => joined(conditions, " && ");

const joined = (conditions: readonly string[], operator: string): string =>
  conditions.length === 1 ? conditions[0]! : conditions.map(inBrackets).join(operator);

const inBrackets = (condition: string): string =>
  / (&&|\|\|) /.test(condition) ? `(${condition})` : condition;
