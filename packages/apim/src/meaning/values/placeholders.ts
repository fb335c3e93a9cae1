/** A placeholder that a deployment fills in. */
export interface Placeholder {
  readonly name: string;
  /** Whether the text names an environment variable already. */
  readonly isVariable: boolean;
  readonly end: number;
}

// Bounded repetitions: each place of a text costs at most so many steps.
const FORMS: readonly RegExp[] = [
  /\{#\[([^\]\r\n]{1,128})\]#\}/y, // apiops overrides
  /\$\{([^{}\r\n]{1,128})\}/y, // Terraform, envsubst
  /#\{([^{}\r\n]{1,128})\}#/y, // Replace Tokens, Octopus
  /\$\(([A-Za-z0-9_.-]{1,128})\)/y, // Azure Pipelines
  /#([A-Za-z_][A-Za-z0-9_.-]{0,127})#/y,
  /__([A-Za-z0-9](?:[A-Za-z0-9.-]|_(?!_)){0,127})__(?![A-Za-z0-9_])/y,
];
const IN_BRACES = /\{([A-Za-z_][A-Za-z0-9_.-]{0,127})\}(?!\})/y;
const VARIABLE = /^env:([A-Za-z0-9_]+)$/;
const STARTS: ReadonlySet<string> = new Set(["{", "$", "#", "_"]);

/**
 * The placeholder that starts at `start`.
 *
 * @param inBraces - Whether `{name}` is one: it is not in expressions, where braces are C#.
 */
export function placeholderAt(text: string, start: number, inBraces: boolean): Placeholder | undefined {
  if (!STARTS.has(text[start]!)) return undefined;
  const before = text[start - 1] ?? "";
  if (text[start] === "_" && /[A-Za-z0-9_]/.test(before)) return undefined;
  const forms = inBraces && before !== "{" ? [...FORMS, IN_BRACES] : FORMS;
  for (const form of forms) {
    form.lastIndex = start;
    const name = form.exec(text)?.[1]?.trim();
    if (name === undefined || !/[A-Za-z0-9]/.test(name)) continue;
    const variable = text[start] === "$" ? VARIABLE.exec(name)?.[1] : undefined;
    return { name: variable ?? name, isVariable: variable !== undefined, end: form.lastIndex };
  }
  return undefined;
}
