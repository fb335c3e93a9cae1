import { expect } from "chai";
import { assembleReport } from "#src/assemble-report.js";
import { type FindingCode, findingCodes } from "#src/report/finding-codes.js";
import { sortFindings } from "#src/report/sort-findings.js";
import type { Finding } from "#src/report/report.js";
import { apiOf, configurationOf, productOf } from "../meaning/support/configuration.js";

const options = { accept: [], strict: false, today: "2027-03-31" };
const finding = (at: string, code: FindingCode = "condition", element?: string): Finding => ({
  severity: "lost",
  code,
  at,
  ...(element !== undefined && { element }),
  text: "t",
});

describe("the report", () => {
  it("has products and APIs under their names, whatever these are", () => {
    const configuration = configurationOf({
      products: [productOf("__proto__")],
      apis: [apiOf("constructor", { operations: [{ name: "__proto__", method: "GET", urlTemplate: "/" }] })],
    });
    const report = assembleReport(configuration, { rules: [], effective: [], findings: [] }, options);
    expect(Object.keys(report.products)).to.deep.equal(["__proto__"]);
    expect(Object.keys(report.apis)).to.deep.equal(["constructor"]);
    expect(JSON.stringify(report)).to.include('"operations":{"__proto__":"GET /"}');
  });

  it("names the variables of rules and products, once", () => {
    const report = assembleReport(
      configurationOf({ products: [{ ...productOf("p"), audiences: ["${env:B}"] }] }),
      {
        rules: [
          {
            at: "a:1",
            scope: "document",
            rule: { kind: "deny", status: "${env:C}" },
            when: { method: ["${env:A}"] },
          },
          { at: "a:2", scope: "document", rule: { kind: "deny", status: "${env:C}" } },
        ],
        effective: [],
        findings: [],
      },
      options,
    );
    expect(report.environment).to.deep.equal(["A", "B", "C"]);
  });

  it("sorts findings by file, line and code, each once", () => {
    const sorted = sortFindings([
      finding("b:2"),
      finding("a:10"),
      finding("a:9", "section"),
      finding("a:9"),
      finding("a"),
      finding("b:2"),
    ]);
    expect(sorted.map(({ at, code }) => `${at} ${code}`)).to.deep.equal([
      "a condition",
      "a:9 condition",
      "a:9 section",
      "a:10 condition",
      "b:2 condition",
    ]);
  });
});

describe("the table of finding codes", () => {
  for (const [code, { severities, title, meaning, fix }] of Object.entries(findingCodes))
    it(`${code} has a title, and sentences about what it means and what to do`, () => {
      expect(severities).not.to.be.empty;
      expect(title).to.match(/^[A-Z].*[^.]$/);
      expect(meaning).to.match(/^[A-Z].*\.$/);
      expect(fix).to.match(/^[A-Z].*\.$/);
    });
});
