import { accessElements } from "../../xml/access-elements.js";
import type { PolicyElement } from "../../xml/policy-document.js";
import type { Circumstances } from "../conditions/circumstances.js";
import type { DocumentReader } from "./document-reader.js";
import { accessElementsIn } from "./elements-below.js";
import { readAround, readInside } from "./read-around.js";
import { readBase } from "./read-base.js";
import { branchesOf } from "./read-choose.js";
import { readInclude } from "./read-include.js";
import { readResponse } from "./read-response.js";
import { readRule } from "./read-rule.js";

/**
 * Reads elements that run one after another.
 *
 * @returns Whether one of them always answers the request, so that nothing after them runs.
 */
export function readElements(
  elements: readonly PolicyElement[],
  circumstances: Circumstances,
  reader: DocumentReader,
): boolean {
  for (const [index, element] of elements.entries()) {
    if (!readElement(element, circumstances, reader)) continue;
    for (const unreached of accessElementsIn(elements.slice(index + 1)))
      reader.found("info", "unreachable", unreached, "The request is answered before it.");
    return true;
  }
  return false;
}

/** Whether nothing after the element runs in its list. */
function readElement(element: PolicyElement, circumstances: Circumstances, reader: DocumentReader): boolean {
  if (accessElements.has(element.name)) {
    readRule(element, circumstances, reader);
    return false;
  }
  switch (element.name) {
    case "base":
      readBase(element, circumstances, reader);
      return false;
    case "include-fragment":
      readInclude(element, circumstances, reader);
      return false;
    case "choose":
      for (const branch of branchesOf(element, circumstances, reader))
        readElements(branch.elements, branch.circumstances, reader);
      return false;
    case "return-response":
      if (readResponse(element, circumstances, reader) === "answer")
        noteAnswer(element, circumstances, reader);
      readInside(element, reader);
      if (circumstances?.length === 0) reader.steps.push({ kind: "end" });
      return true;
    case "limit-concurrency":
      reader.lost("unsupported", element, "The middleware does not limit calls that run at a time.");
      return readElements(element.children, circumstances, reader);
    case "wait":
      return readWait(element, circumstances, reader);
    case "retry":
      readRetry(element, reader);
      return false;
    default:
      readAround(element, reader);
      if (element.name === "mock-response") noteAnswer(element, circumstances, reader);
      return false;
  }
}

function noteAnswer(element: PolicyElement, circumstances: Circumstances, reader: DocumentReader): void {
  const { scope } = reader.document;
  if (circumstances?.length === 0) reader.steps.push({ kind: "answer", at: reader.placeOf(element), scope });
}

/** With `for="any"` the gateway may go on before a check in it has refused. */
function readWait(wait: PolicyElement, circumstances: Circumstances, reader: DocumentReader): boolean {
  const before = reader.guards;
  const isAnswered = readElements(wait.children, circumstances, reader);
  if (reader.guards > before) reader.lost("condition", wait, "Rules in it may not be waited for.");
  return isAnswered;
}

/** How often a check in it runs is unknown. One finding names the whole; access elements in it are mentioned. */
function readRetry(retry: PolicyElement, reader: DocumentReader): void {
  const before = reader.lostConditions;
  reader.retries++;
  readElements(retry.children, undefined, reader);
  reader.retries--;
  if (reader.lostConditions > before)
    reader.lost("condition", retry, "It repeats rules or denials under a condition.");
}
