import type { PolicyElement } from "../../xml/policy-document.js";
import type { ValueSource } from "../values/named-values.js";
import { readValue } from "../values/read-value.js";
import { isLiteral, textOf } from "../values/text-value.js";

/** The status of a `return-response`; `undefined` when it is computed. */
export function responseStatus(response: PolicyElement, values: ValueSource): number | undefined {
  const statuses = response.children.filter(({ name }) => name === "set-status");
  if (statuses.length > 1) return undefined;
  const code = statuses[0]?.attributes.get("code")?.value;
  // The response of a variable keeps its status unless another one is set.
  if (statuses.length === 0) return response.attributes.has("response-variable-name") ? undefined : 200;
  if (code === undefined) return undefined;
  const value = readValue(code, values);
  const text = textOf(value).trim();
  return isLiteral(value) && /^[1-5]\d\d$/.test(text) ? Number(text) : undefined;
}
