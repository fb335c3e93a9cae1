/** A placeholder that a deployment fills in. */
export interface Placeholder {
  readonly name: string;
  /** Whether the text names an environment variable already. */
  readonly isVariable: boolean;
  readonly end: number;
}

// Bounded repetitions: each place of a text costs at most so many steps.
const FORMS: readonly RegExp[] = [
  /\{#\[([^\]\r\n]{1,128})\]#\}/y, // overrides of apiops-cli
  /\{#([^{}#[\]\r\n]{1,128})#\}/y, // overrides of the APIOps toolkit
  /#\{([^{}\r\n]{1,128})\}#/y, // Replace Tokens, Octopus
  /\$\(([A-Za-z0-9_.-]{1,128})\)/y, // Azure Pipelines
  /#([A-Za-z_][A-Za-z0-9_.-]{0,127})#/y,
  /__([A-Za-z0-9](?:[A-Za-z0-9.-]|_(?!_)){0,127})__(?![A-Za-z0-9_])/y,
];
const IN_BRACES = /\{([A-Za-z_][A-Za-z0-9_.-]{0,127})\}(?!\})/y;
const LONGEST = 256;
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
  const { name, end } =
    (text[start] === "$" && insideBraces(text, start + 1)) || formAt(text, start, inBraces);
  if (!/[A-Za-z0-9]/.test(name)) return undefined;
  const variable = text[start] === "$" ? VARIABLE.exec(name)?.[1] : undefined;
  return { name: variable ?? name, isVariable: variable !== undefined, end };
}

interface Named {
  /** Empty: no placeholder. */
  readonly name: string;
  readonly end: number;
}

function formAt(text: string, start: number, inBraces: boolean): Named {
  const forms = inBraces && text[start - 1] !== "{" ? [...FORMS, IN_BRACES] : FORMS;
  for (const form of forms) {
    form.lastIndex = start;
    const name = form.exec(text)?.[1];
    if (name !== undefined) return { name: name.trim(), end: form.lastIndex };
  }
  return { name: "", end: start };
}

/** `${…}` of Terraform and envsubst: a name, or an expression in which braces pair up. */
function insideBraces(text: string, open: number): Named | undefined {
  let depth = 0;
  for (let at = open; at < open + LONGEST; at++) {
    const character = text[at];
    if (character === undefined || character === "\n") return undefined;
    if (character === "{") depth++;
    else if (character === "}") depth--;
    if (depth === 0) return at === open ? undefined : { name: text.slice(open + 1, at).trim(), end: at + 1 };
  }
  return undefined;
}
