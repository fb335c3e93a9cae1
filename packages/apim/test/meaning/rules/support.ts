import { expect } from "chai";
import type { NamedValue } from "#src/configuration/configuration.js";
import type { RuleContext, RuleOutcome } from "#src/meaning/rules/rule-context.js";
import { ruleOf } from "#src/meaning/rules/rule-of.js";
import { valueSource } from "#src/meaning/values/named-values.js";
import type { PolicyElement } from "#src/xml/policy-document.js";
import { readPolicyText } from "#src/xml/read-policy-text.js";

/** The one element of a text. */
export function elementOf(xml: string): PolicyElement {
  const read = readPolicyText(`<inbound>${xml}</inbound>`);
  if ("reason" in read) throw new Error(read.message);
  return read.root.children[0]!;
}

export function contextOf(
  changes: Partial<RuleContext> = {},
  namedValues: readonly NamedValue[] = [],
): RuleContext {
  const values = valueSource(namedValues);
  return {
    values,
    at: "policy.xml:4",
    scope: "document",
    tokenVariables: new Set(),
    afterTokenRule: false,
    ...changes,
  };
}

export const read = (xml: string, context: RuleContext = contextOf()): RuleOutcome =>
  ruleOf(elementOf(xml), context);

function expectSentences({ findings }: RuleOutcome): void {
  for (const { text } of findings) expect(text).to.match(/^[A-Za-z].{10,}\.$/);
}

/** Expects a rule, and differences by these codes. */
export function expectRule(outcome: RuleOutcome, rule: unknown, ...codes: readonly string[]): void {
  expect(outcome.rule, JSON.stringify(outcome.findings)).to.deep.equal(rule);
  expectSentences(outcome);
  expect(outcome.findings.map(({ severity, code }) => `${severity} ${code}`)).to.have.members(
    codes.map((code) => `difference ${code}`),
  );
}

/** Expects no rule, and losses by these codes. */
export function expectLost(outcome: RuleOutcome, ...codes: readonly string[]): void {
  expect(outcome).not.to.have.property("rule");
  expectSentences(outcome);
  expect(outcome.findings.map(({ severity, code }) => `${severity} ${code}`)).to.have.members(
    codes.map((code) => `lost ${code}`),
  );
}

export const plainValue = (displayName: string, value: string): NamedValue => ({
  name: displayName,
  displayName,
  value,
  isSecret: false,
});

export const secretValue = (displayName: string, value?: string): NamedValue => ({
  name: displayName,
  displayName,
  ...(value !== undefined && { value }),
  isSecret: true,
});
