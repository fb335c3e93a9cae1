import type { HeaderRule } from "../../report/rule.js";
import { hasSecretName } from "../rules/connection/secret-header.js";
import { variableText } from "../../variables/variable-names.js";
import type { World } from "./world.js";

/** The rule with environment variables for the values of a header whose name tells that they are secrets. */
export function withoutSecrets(rule: HeaderRule, { values: { variables } }: World): HeaderRule {
  if (!hasSecretName(rule.name)) return rule;
  const name = `HEADER_${rule.name}`;
  const values = rule.values.map((value) =>
    /^(?:\$\{env:[A-Za-z0-9_]+\})+$/.test(value)
      ? value
      : variableText(variables.ofText(`${name}:${value}`, name)),
  );
  return { ...rule, values };
}
