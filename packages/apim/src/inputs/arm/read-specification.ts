import type { JsonObject } from "../../configuration/resource.js";
import { operationsOfSpecification } from "../specification/operations-of-specification.js";
import type { NamedResource } from "./named-resource.js";
import { lost, type Position } from "./reading.js";
import type { Value } from "./template-value.js";

/** Adds the operations of an OpenAPI document that stands in the template. */
export function readSpecification(
  { names, at, holds }: NamedResource,
  property: (name: string) => Value | undefined,
  position: Position,
): void {
  const format = property("format") ?? property("contentFormat");
  const value = property("value") ?? property("contentValue");
  // Behind an address the operations are unknown, and policies of operations say so where they stand.
  if (typeof format !== "string" || !/^(?:openapi|swagger)(?:[+-]json)?$/i.test(format)) return;
  const { reading } = position;
  const text = "The specification of the API cannot be read, or depends on values that are not in the input.";
  const read = typeof value === "string" ? operationsOfSpecification(value, "specification.yaml") : undefined;
  if (read === undefined || "problem" in read) {
    reading.findings.push(lost("unreadable", at, holds, text));
    return;
  }
  for (const { name, ...operation } of read.operations) {
    const properties: JsonObject = { ...operation };
    reading.described.push({ type: "apis/operations", names: [...names, name], at, properties });
  }
}
