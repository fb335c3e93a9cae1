import type { PolicyElement } from "../../xml/policy-document.js";
import type { ValueSource } from "../values/named-values.js";
import { readValue } from "../values/read-value.js";
import { textOf } from "../values/text-value.js";

/** The name of the fragment that an `include-fragment` stands for. */
export function includedFragment(include: PolicyElement, values: ValueSource): string | undefined {
  const id = include.attributes.get("fragment-id")?.value;
  return id === undefined ? undefined : textOf(readValue(id, values));
}
