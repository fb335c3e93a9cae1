import type { PolicyElement, TextPlace } from "./policy-document.js";

const SECTIONS: ReadonlySet<string> = new Set(["inbound", "backend", "outbound", "on-error"]);

/** Why elements are no policy document. */
export interface NoDocument extends TextPlace {
  readonly problem: string;
}

/**
 * The root of a document with these elements at its top level. Sections side by side, as people keep snippets, become
 * the children of a `policies` element at the place of the first.
 */
export function rootOf(elements: readonly PolicyElement[]): PolicyElement | NoDocument {
  const [first, second] = elements;
  if (first === undefined) return { line: 1, column: 1, problem: "there is no element" };
  if (second === undefined && first.name === "fragment") return first;
  const sections = first.name === "policies" ? first.children : elements;
  return (
    misplaced(elements, first) ??
    repeatedSection(sections) ??
    (second === undefined
      ? first
      : {
          ...first,
          name: "policies",
          attributes: new Map(),
          children: elements,
          text: "",
          isExpression: false,
        })
  );
}

function misplaced(elements: readonly PolicyElement[], first: PolicyElement): NoDocument | undefined {
  if (elements.length === 1 && first.name === "policies") return undefined;
  const other = elements.find(({ name }) => !SECTIONS.has(name));
  if (other === undefined) return undefined;
  const problem =
    elements.length === 1
      ? "the root is neither policies nor fragment nor a section"
      : "several roots, and not all are sections";
  return { line: other.line, column: other.column, problem };
}

/** The gateway takes each section once; to choose between two would be a guess. */
function repeatedSection(elements: readonly PolicyElement[]): NoDocument | undefined {
  const seen = new Set<string>();
  for (const { name, line, column } of elements) {
    if (seen.has(name)) return { line, column, problem: "a section stands there twice" };
    if (SECTIONS.has(name)) seen.add(name);
  }
  return undefined;
}
