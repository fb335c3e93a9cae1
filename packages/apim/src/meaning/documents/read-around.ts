import type { PolicyElement } from "../../xml/policy-document.js";
import { readValue } from "../values/read-value.js";
import { textOf } from "../values/text-value.js";
import type { DocumentReader } from "./document-reader.js";
import { schemaElements, unrelatedElements, unsupportedLimits } from "./elements.js";
import { accessElementsIn, elementsOf } from "./elements-below.js";

/** Elements that are no access elements, and what they do to those. */
export function readAround(element: PolicyElement, reader: DocumentReader): void {
  readByName(element, reader);
  readInside(element, reader);
}

/** Access elements inside of an element that runs none. */
export function readInside(element: PolicyElement, reader: DocumentReader): void {
  for (const misplaced of accessElementsIn(element.children))
    reader.lost("section", misplaced, `It guards nothing inside of ${element.name}.`);
}

function readByName(element: PolicyElement, reader: DocumentReader): void {
  const { name } = element;
  if (unsupportedLimits.has(name))
    return reader.lost("unsupported", element, "The middleware does not count tokens of language models.");
  if (
    name === "validate-graphql-request" &&
    [...elementsOf(element)].some((each) => each.name === "authorize")
  )
    return reader.lost("unsupported", element, "The middleware does not authorize fields of GraphQL.");
  if (schemaElements.has(name))
    return reader.found("info", "schema", element, "It validates content and decides nothing about access.");
  if (name === "cors")
    return reader.found(
      "difference",
      "cors",
      element,
      "The gateway answers preflight requests before it checks keys.",
    );
  if (!unrelatedElements.has(name))
    return reader.lost("unknown-element", element, "It is not in the policy reference.");
  reader.found("info", "unrelated", element, "It decides nothing about access.");
  if (name === "set-header" || name === "set-query-parameter") readRewrite(element, reader);
}

/** What a caller sends there is replaced or deleted. Whether a token is read from it shows once all rules are known. */
function readRewrite(element: PolicyElement, reader: DocumentReader): void {
  const action = element.attributes.get("exists-action")?.value ?? "override";
  const parameter = element.attributes.get("name")?.value;
  if (parameter === undefined || action === "skip" || action === "append") return;
  const name = textOf(readValue(parameter, reader.world.values));
  reader.steps.push({
    kind: "rewrite",
    source: element.name === "set-header" ? `header:${name.toLowerCase()}` : `query:${name}`,
    found: {
      scope: reader.document.scope,
      finding: {
        severity: "lost",
        code: "token-rewritten",
        at: reader.placeOf(element),
        element: element.name,
        text: "It changes what a rule reads after it.",
      },
    },
  });
}
