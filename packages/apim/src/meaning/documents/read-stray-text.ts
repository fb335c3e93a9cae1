import type { PolicyElement } from "../../xml/policy-document.js";
import { readValue } from "../values/read-value.js";
import type { DocumentReader } from "./document-reader.js";
import { elementsOf } from "./elements-below.js";

const containers: ReadonlySet<string> = new Set([
  "choose",
  "fragment",
  "inbound",
  "limit-concurrency",
  "otherwise",
  "policies",
  "retry",
  "wait",
  "when",
]);

const REFERENCE = /\{\{[A-Za-z0-9._-]{1,256}\}\}/;

/** A placeholder or named value that stands where elements stand: a deployment may put rules there. */
export function readStrayText(root: PolicyElement, reader: DocumentReader): void {
  for (const element of elementsOf(root)) {
    if (!containers.has(element.name) || element.text === "") continue;
    const { parts, holdsExpression } = readValue(element.text, reader.world.values);
    if (holdsExpression || REFERENCE.test(element.text) || parts.some((part) => typeof part !== "string"))
      reader.lost("template", element, "A placeholder stands where elements do.");
  }
}
