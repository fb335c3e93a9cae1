import { isText } from "./argument.js";
import { fileNameOfAddress } from "./linked-file.js";
import type { NamedResource } from "./named-resource.js";
import { lost } from "../../report/holding-finding.js";
import { linkedFile, type Position } from "./reading.js";
import { Unknown, type Value } from "./template-value.js";

/** Reads a policy document or fragment: its text, or the local file that its address names. */
export function readPolicy(
  resource: NamedResource,
  property: (name: string) => Value | undefined,
  position: Position,
): void {
  const format = property("format") ?? property("contentFormat") ?? "xml";
  const value = property("value") ?? property("policyContent") ?? null;
  if (typeof format !== "string")
    lose(resource, "arm-expression", "The format of the policy is unknown.", position);
  else if (format.toLowerCase().endsWith("-link")) readLinkedPolicy(resource, value, position);
  else if (value instanceof Unknown)
    lose(
      resource,
      "arm-expression",
      "The whole policy depends on values that are not in the input.",
      position,
    );
  else if (!isText(value)) lose(resource, "unreadable", "The policy has no text.", position);
  else keep(resource, position.reading.placeholders.textOf(value), resource.at, position);
}

function readLinkedPolicy(resource: NamedResource, address: Value, position: Position): void {
  const name = fileNameOfAddress(address);
  const file = name === undefined ? undefined : linkedFile(name, position);
  if (file === undefined) {
    const text = "The file of the policy is not beside the template, or more than one file has its name.";
    lose(resource, "policy-link", text, position);
    return;
  }
  position.reading.linked.add(file.at);
  keep(resource, file.text, file.at, position);
}

function keep({ kind, names }: NamedResource, value: string, at: string, position: Position): void {
  // A loop can deploy one document many times, and each is read.
  position.reading.budget.make(value.length);
  position.reading.resources.push({ type: kind.type, names, at, properties: { value } });
}

function lose(
  { at, holds }: NamedResource,
  code: "arm-expression" | "policy-link" | "unreadable",
  text: string,
  position: Position,
): void {
  position.reading.findings.push(lost(code, at, holds, text));
}
