import { describedOperations, isInlineOpenApi } from "../specification/described-operations.js";
import type { NamedResource } from "./named-resource.js";
import { lost } from "../../report/holding-finding.js";
import type { Position } from "./reading.js";
import type { Value } from "./template-value.js";

/** Adds the operations of an OpenAPI document that stands in the template. */
export function readSpecification(
  { names, at, holds }: NamedResource,
  property: (name: string) => Value | undefined,
  { reading }: Position,
): void {
  const format = property("format") ?? property("contentFormat");
  const value = property("value") ?? property("contentValue");
  if (typeof format !== "string" || !isInlineOpenApi(format)) return;
  // A loop can hold a document many times, and YAML is slow to read.
  reading.budget.step(typeof value === "string" ? value.length * (value.startsWith("{") ? 0.05 : 4) : 1);
  const operations = typeof value === "string" ? describedOperations(value, { names, at }) : undefined;
  const text = "The specification of the API cannot be read, or depends on values that are not in the input.";
  if (operations === undefined) reading.findings.push(lost("unreadable", at, holds, text));
  for (const operation of operations ?? []) reading.described.push(operation);
}
