import type { Rule, When } from "../../report/rule.js";
import type { PolicyElement } from "../../xml/policy-document.js";
import type { TokenUse } from "../token-use.js";
import type { ValueCause } from "../values/text-value.js";
import { variablesIn } from "../values/variables-in.js";
import type { DocumentReader } from "./document-reader.js";

const texts: Readonly<Record<ValueCause, string>> = {
  secret: "A secret value in a condition was replaced by an environment variable.",
  "named-value":
    "A named value in a condition, which is not in the input, was replaced by an environment variable.",
  placeholder: "A deployment placeholder in a condition was replaced by an environment variable.",
};

/** Adds a rule at an element. What its conditions took from named values is a difference of it. */
export function placeRule(
  element: PolicyElement,
  rule: Rule,
  when: When | undefined,
  reader: DocumentReader,
  use?: TokenUse,
): void {
  const { scope } = reader.document;
  reader.guards++;
  reader.steps.push({
    kind: "rule",
    rule: { at: reader.placeOf(element), scope, rule, ...(when && { when }) },
    ...(use && { use }),
  });
  const causes = [...variablesIn({ rule, when })].map((variable) => reader.conditionVariables.get(variable));
  for (const cause of new Set(causes))
    if (cause !== undefined) reader.found("difference", cause, element, texts[cause]);
}
