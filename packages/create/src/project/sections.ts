/**
 * Keeps the lines of a template whose sections apply:
 *
 *     // @only portal      the first line: the whole file is for projects with a portal
 *     // @if keys !portal  keys, and no portal
 *     // @else
 *     // @end
 *
 * The markers are comments of the file's language, alone on their line. Returns undefined when the whole file does not apply.
 * Throws on a word that `facts` does not know, and on a section that does not end.
 */
export function applySections(text: string, facts: Readonly<Record<string, boolean>>): string | undefined {
  const lines = text.split("\n");
  const only = MARKER.exec(lines[0] ?? "");
  if (only?.[1] === "only" && !applies(only[2] ?? "", facts)) return undefined;
  const kept: string[] = [];
  const open: boolean[] = [];
  for (const line of only?.[1] === "only" ? lines.slice(1) : lines) {
    const [, verb, words = ""] = MARKER.exec(line) ?? [];
    if (verb === "if") open.push(applies(words, facts));
    else if (verb === "else") open.push(!inner(open));
    else if (verb === "end") inner(open);
    else if (open.every((applied) => applied)) kept.push(line);
  }
  if (open.length > 0) throw new Error("A section of the template does not end.");
  return tidy(kept.join("\n"));
}

const MARKER = /^\s*(?:\/\/|#|<!--) @(only|if|else|end)(?: ([A-Za-z! ]+?))?(?: -->)?$/;

/** Ends the innermost section, and returns whether it applied. */
function inner(open: boolean[]): boolean {
  const applied = open.pop();
  if (applied === undefined) throw new Error("A section of the template ends that did not begin.");
  return applied;
}

function applies(words: string, facts: Readonly<Record<string, boolean>>): boolean {
  return words.split(" ").every((word) => {
    const wanted = !word.startsWith("!");
    const name = wanted ? word : word.slice(1);
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) throw new Error(`The template asks for "${word}", which is no fact.`);
    return fact === wanted;
  });
}

/** Sections leave blank lines behind: one stays between two paragraphs, none at the beginning and the end of the file. */
function tidy(text: string): string {
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trim()}\n`;
}
