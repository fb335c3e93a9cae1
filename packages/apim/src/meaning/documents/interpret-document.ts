import type { PolicyDocument } from "../../configuration/configuration.js";
import { accessElements } from "../../xml/access-elements.js";
import type { PolicyElement, PolicyText } from "../../xml/policy-document.js";
import { always } from "../conditions/circumstances.js";
import { DocumentReader } from "./document-reader.js";
import { sections } from "./elements.js";
import { accessElementsIn, elementsOf } from "./elements-below.js";
import { includedFragment } from "./included-fragment.js";
import { readElements } from "./read-elements.js";
import { readStrayText } from "./read-stray-text.js";
import type { DocumentMeaning } from "./step.js";
import type { World } from "./world.js";

/** Understands a policy document by itself: its rules, what it includes, and what is found in it. */
export function interpretDocument(document: PolicyDocument, text: PolicyText, world: World): DocumentMeaning {
  const reader = new DocumentReader(document, world);
  if (document.scope.startsWith("resolver:")) readResolver(text.root, reader);
  else {
    readRoot(text.root, reader);
    readStrayText(text.root, reader);
  }
  for (const { line, name } of text.commented)
    reader.findings.push({
      severity: "info",
      code: "commented-out",
      at: reader.placeOf({ line }),
      element: name,
      text: "It stands in a comment and guards nothing.",
    });
  for (const place of text.doubleEncoded)
    reader.findings.push({
      severity: "info",
      code: "double-encoded",
      at: reader.placeOf(place),
      text: "An expression was encoded more than once.",
    });
  const { steps, findings, includes, guards } = reader;
  return { document, steps, findings, includes, hasBase: hasBase(text.root), guards: guards > 0 };
}

function hasBase(root: PolicyElement): boolean {
  const inbound = [root, ...root.children].filter(({ name }) => name === "inbound");
  return inbound.some((section) => [...elementsOf(section)].some(({ name }) => name === "base"));
}

function readResolver(root: PolicyElement, reader: DocumentReader): void {
  for (const element of accessElementsIn([root]))
    reader.lost("resolver-policy", element, "It guards a field of a GraphQL API.");
}

function readRoot(root: PolicyElement, reader: DocumentReader): void {
  if (root.name === "fragment") readElements(root.children, always, reader);
  else for (const section of root.name === "policies" ? root.children : [root]) readSection(section, reader);
  // Once everything else is known: what `on-error` does matters to refusals alone.
  for (const section of root.children) if (section.name === "on-error") readOnError(section, reader);
}

function readSection(section: PolicyElement, reader: DocumentReader): void {
  if (section.name === "inbound") readElements(section.children, always, reader);
  else if (sections.has(section.name)) readOtherSection(section, reader);
  else if (accessElements.has(section.name)) readOutside(section, reader);
  else {
    reader.lost("unknown-element", section, "It is no section of a policy document.");
    readOutside(section, reader);
  }
}

/** Access elements outside of `inbound` guard nothing, and those of a fragment that is included there do not either. */
function readOtherSection(section: PolicyElement, reader: DocumentReader): void {
  readOutside(section, reader);
  for (const element of elementsOf(section)) {
    if (element.name !== "include-fragment") continue;
    const fragment = includedFragment(element, reader.world.values);
    if (fragment !== undefined && reader.world.guardingFragments.has(fragment))
      reader.lost("section", element, `What the fragment has guards nothing in ${section.name}.`);
  }
}

function readOutside(element: PolicyElement, reader: DocumentReader): void {
  for (const misplaced of accessElementsIn([element]))
    reader.lost("section", misplaced, "It guards nothing outside of inbound.");
}

function readOnError(section: PolicyElement, reader: DocumentReader): void {
  const hasRules = reader.steps.some(
    (step) =>
      step.kind === "rule" ||
      (step.kind === "include" && !step.isConditional && reader.world.guardingFragments.has(step.fragment)),
  );
  const changes = new Set(["return-response", "set-status", "set-body"]);
  if (hasRules && [...elementsOf(section)].some(({ name }) => changes.has(name)))
    reader.found("difference", "on-error", section, "Refusals have another answer there.");
}
