/** Roots of policy documents, and sections that people keep alone. */
const POLICY_ROOTS: ReadonlySet<string> = new Set([
  "policies",
  "fragment",
  "inbound",
  "backend",
  "outbound",
  "on-error",
]);

/** What may stand in front of the first element, and where it ends. */
const BEFORE: readonly (readonly [start: string, end: string])[] = [
  ["<?", "?>"],
  ["<!--", "-->"],
  ["%{", "}"],
];

/** Whether a text is a policy document, a fragment or a section of one, by its first element. */
export function isPolicyText(text: string): boolean {
  let at = skipSpace(text, 0);
  for (;;) {
    const found = BEFORE.find(([start]) => text.startsWith(start, at));
    const end = found === undefined ? endOfDoctype(text, at) : endOf(text, at, found[1]);
    if (end === undefined) break;
    at = skipSpace(text, end);
  }
  const name = /<([a-z-]+)(?=[\s/>])/y;
  name.lastIndex = at;
  return POLICY_ROOTS.has(name.exec(text)?.[1] ?? "");
}

/** A document type is recognized here so that the reader of policies can refuse it by name. */
function endOfDoctype(text: string, at: number): number | undefined {
  if (text.slice(at, at + 9).toUpperCase() !== "<!DOCTYPE") return undefined;
  const end = text.indexOf(">", at);
  const subset = text.indexOf("[", at);
  return subset !== -1 && subset < end ? endOf(text, subset, "]>") : endOf(text, at, ">");
}

function endOf(text: string, at: number, end: string): number | undefined {
  const found = text.indexOf(end, at);
  return found === -1 ? undefined : found + end.length;
}

function skipSpace(text: string, at: number): number {
  const space = /\s*/y;
  space.lastIndex = at;
  return at + (space.exec(text)?.[0].length ?? 0);
}
