import type { PolicyElement } from "../../xml/policy-document.js";
import type { Circumstances } from "../conditions/circumstances.js";
import { whenOf } from "../conditions/when-of.js";
import { ruleOf } from "../rules/rule-of.js";
import type { DocumentReader } from "./document-reader.js";
import { placeRule } from "./place-rule.js";

/** An access element: a rule, with the conditions that a rule can carry. */
export function readRule(element: PolicyElement, circumstances: Circumstances, reader: DocumentReader): void {
  reader.guards++;
  const when = circumstances && whenOf(circumstances);
  if (circumstances === undefined || (when === undefined && circumstances.length > 0))
    return reader.lost("condition", element, "It stands below a condition that a rule cannot carry.");
  const { rule, reads, findings } = ruleOf(element, {
    values: reader.world.values,
    at: reader.placeOf(element),
    scope: reader.document.scope,
    tokenVariables: reader.world.tokenVariables,
    afterTokenRule: reader.hasTokenRule,
  });
  reader.findings.push(...findings);
  if (rule === undefined) return;
  if (when === undefined && rule.kind === "token") reader.hasTokenRule = true;
  const variable =
    rule.kind === "token" ? element.attributes.get("output-token-variable-name")?.value : reads;
  placeRule(element, rule, when, reader, variable === undefined ? undefined : { variable });
}
