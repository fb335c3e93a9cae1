import { expect } from "chai";
import * as fc from "fast-check";
import { envExample } from "#src/folder/env-example.js";
import { importGuide } from "#src/folder/import-guide.js";
import { markdownText } from "#src/folder/markdown-text.js";
import { summaryLine } from "#src/folder/summary-line.js";
import { findingCodes } from "#src/report/finding-codes.js";
import type { Finding } from "#src/report/report.js";
import { reportWith } from "../support/report-with.js";

const finding = (parts: Partial<Finding>): Finding => ({
  severity: "lost",
  code: "condition",
  at: "apis/orders/policy.xml:9",
  text: "The condition is not recognized.",
  ...parts,
});

describe("the result in one line", () => {
  for (const [parts, line] of [
    [{}, "0 carried · 0 with a difference · 0 lost · 0 APIs held"],
    [{ held: ["api:a"] }, "0 carried · 0 with a difference · 0 lost · 1 API held"],
    [
      { held: ["api:a", "api:b", "product:p"] },
      "0 carried · 0 with a difference · 0 lost · 2 APIs held · 1 product held",
    ],
    [{ held: ["api:a", "global"] }, "0 carried · 0 with a difference · 0 lost · everything held"],
    [
      {
        findings: [
          finding({}),
          finding({ severity: "difference" }),
          finding({ severity: "info" }),
          finding({ accepted: true }),
        ],
      },
      "0 carried · 1 with a difference · 1 lost · 1 accepted · 0 APIs held",
    ],
  ] as const)
    it(line, () => expect(summaryLine(reportWith(parts))).to.equal(line));
});

describe("IMPORT.md", () => {
  it("has losses first, with what to do, then what is held, differences, accepted findings, variables, rules, notes", () => {
    const text = importGuide(
      reportWith({
        held: ["api:orders"],
        environment: ["TENANT_ID"],
        rules: [
          {
            at: "policy.xml:3",
            scope: "global",
            rule: { kind: "ip", action: "allow", addresses: ["192.0.2.1"], ranges: [] },
            when: { method: ["GET"] },
          },
        ],
        findings: [
          finding({ severity: "info", code: "unrelated" }),
          finding({ severity: "difference", code: "client-ip" }),
          finding({ element: "return-response" }),
          finding({ code: "unsupported", accepted: true }),
        ],
      }),
    );
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).to.deep.equal([
      "Lost",
      "Held",
      "Carried with a difference",
      "Accepted",
      "Environment variables",
      "Carried rules",
      "Notes",
    ]);
    expect(text).to.include(
      `| apis/orders/policy.xml:9 | return-response | condition: The condition is not recognized. | ${findingCodes.condition.fix} |`,
    );
    expect(text)
      .to.include("| policy.xml:3 | global | ip | under a condition |")
      .and.include("- `TENANT_ID`");
  });

  it("names what the catalog leaves out besides", () => {
    const text = importGuide(reportWith({}), { leftOut: [{ scope: "api:a|b", reason: "no place" }] });
    expect(text).to.include("## Left out").and.include("| api:a\\|b | no place |");
    expect(text).to.include("0 APIs held · 1 left out");
  });

  it("of an import without findings and rules is its heading and its result", () => {
    const text = importGuide(reportWith({}));
    expect(text).to.not.include("##");
    expect(text).to.include("0 carried · 0 with a difference · 0 lost");
  });

  it("keeps hostile texts in their cells: no link, tag, code, line or column of theirs", () => {
    const hostile = "a|b](javascript:x)<img src=x>`c`\n| d | e |\u202Ef\u001B[2J![x](y)";
    const text = importGuide(
      reportWith({
        findings: [finding({ at: hostile, element: hostile, text: hostile })],
      }),
    );
    const rows = text.split("\n").filter((line) => line.startsWith("| a"));
    expect(rows).to.have.length(1);
    expect(rows[0]!.match(/(?<!\\)\|/g)).to.have.length(5);
    expect(rows[0]).to.not.match(/[^\\](?:[<`![]|\]\()/);
    expect(text).to.not.match(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it("has one row for each finding, whatever its texts are", () => {
    const texts = fc.string({ unit: "binary", maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, texts, texts), { maxLength: 5 }), (all) => {
        const findings = all.map(([at, element, text]) => finding({ at, element, text }));
        const rows = importGuide(reportWith({ findings }))
          .split("\n")
          .filter((line) => line.startsWith("| ") && !/^\| (?:---|place)/.test(line));
        expect(rows).to.have.length(findings.length);
        for (const row of rows) expect(row.replaceAll(/\\./gs, "").split("|")).to.have.length(6);
      }),
      { numRuns: 30 },
    );
  });

  it("escapes every character that Markdown reads", () =>
    expect(markdownText("\\`*_[]<>|#!&~$@\u0007x")).to.equal(
      "\\\\\\`\\*\\_\\[\\]\\<\\>\\|\\#\\!\\&\\~\\$\\@ x",
    ));
});

describe(".env.example", () => {
  it("has the names without values", () => expect(envExample(["A", "B_2"])).to.equal("A=\nB_2=\n"));
  it("has a comment where there are none", () => expect(envExample([])).to.match(/^# .+\n$/));
});
