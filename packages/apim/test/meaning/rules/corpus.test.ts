import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { ruleOf } from "#src/meaning/rules/rule-of.js";
import { valueSource } from "#src/meaning/values/named-values.js";
import type { Finding, PlacedRule } from "#src/report/report.js";
import { accessElements } from "#src/xml/access-elements.js";
import type { PolicyElement } from "#src/xml/policy-document.js";
import { readPolicyText } from "#src/xml/read-policy-text.js";

const cases = fileURLToPath(new URL("../../../test/corpus/cases/", import.meta.url));
const single = readdirSync(cases).filter((id) => existsSync(join(cases, id, "input", "policy.xml")));
// What the elements around decide.
const ofOthers = new Set(["condition", "section", "commented-out", "on-error", "unrelated"]);

interface Expected {
  readonly rules: readonly PlacedRule[];
  readonly findings: readonly Finding[];
}

const accessElementsIn = (element: PolicyElement): PolicyElement[] =>
  accessElements.has(element.name) ? [element] : element.children.flatMap(accessElementsIn);

describe("access elements of the corpus's single documents", () => {
  for (const id of single)
    it(`${id}: each gives the rule and the findings of the report`, () => {
      const text = readPolicyText(readFileSync(join(cases, id, "input", "policy.xml"), "utf8"));
      const expected = JSON.parse(readFileSync(join(cases, id, "expected.json"), "utf8")) as Expected;
      if ("reason" in text) return;
      const elements = accessElementsIn(text.root);
      const variables = elements.flatMap(
        (one) => one.attributes.get("output-token-variable-name")?.value ?? [],
      );
      const values = valueSource([]);
      let afterTokenRule = false;
      for (const element of elements) {
        const at = `policy.xml:${element.line}`;
        const findings = expected.findings.filter((one) => one.at === at && one.element === element.name);
        const tokenVariables = new Set(variables);
        const outcome = ruleOf(element, { values, at, scope: "document", tokenVariables, afterTokenRule });
        afterTokenRule ||= outcome.rule?.kind === "token";
        const rule = expected.rules.find((one) => one.at === at)?.rule;
        // Behind an unconditional answer the element is never reached.
        if (rule === undefined && findings.length === 0) continue;
        if (findings.some(({ code }) => ofOthers.has(code))) continue;
        expect(outcome.rule).to.deep.equal(rule);
        expect(outcome.findings.map(({ severity, code }) => `${severity} ${code}`)).to.have.members(
          findings.map(({ severity, code }) => `${severity} ${code}`),
        );
      }
    });
});
