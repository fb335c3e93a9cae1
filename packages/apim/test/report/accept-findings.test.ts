import { expect } from "chai";
import fc from "fast-check";
import { acceptFindings, type AcceptedFinding } from "#src/report/accept-findings.js";
import { assembleReport } from "#src/assemble-report.js";
import type { HoldingFinding } from "#src/report/holding-finding.js";
import { configurationOf } from "../meaning/support/configuration.js";

const lost: HoldingFinding = {
  severity: "lost",
  code: "condition",
  at: "apis/x/policy.xml:9",
  element: "ip-filter",
  text: "t",
  holds: ["api:x"],
};
const accepted: AcceptedFinding = {
  code: "condition",
  at: "apis/x/policy.xml",
  element: "ip-filter",
  reason: "checked in the code",
};
const today = "2027-03-31";

function reportOf(findings: readonly HoldingFinding[], accept: readonly AcceptedFinding[], strict = false) {
  return assembleReport(
    configurationOf({}),
    { rules: [], effective: [], findings },
    { accept, strict, today },
  );
}

describe("accepted findings", () => {
  it("stay in the report, and neither hold nor count", () => {
    const { exit, held, findings } = reportOf([lost], [accepted]);
    expect({ exit, held }).to.deep.equal({ exit: 0, held: [] });
    const { holds: _, ...finding } = lost;
    expect(findings).to.deep.equal([{ ...finding, accepted: true }]);
  });

  it("hold and count without an acceptance", () => {
    const { exit, held } = reportOf([lost], []);
    expect({ exit, held }).to.deep.equal({ exit: 1, held: ["api:x"] });
  });

  const near: readonly (readonly [name: string, change: Partial<AcceptedFinding>, isAccepted: boolean])[] = [
    ["at another line", { at: "apis/x/policy.xml:12" }, true],
    ["on the last day", { until: today }, true],
    ["of another code", { code: "section" }, false],
    ["in another file", { at: "apis/y/policy.xml" }, false],
    ["of another element", { element: "rate-limit" }, false],
    ["whose date has passed", { until: "2027-03-30" }, false],
  ];
  for (const [name, change, isAccepted] of near)
    it(`${isAccepted ? "accept" : "do not accept"} a finding ${name}`, () => {
      const { exit, findings } = reportOf([lost], [{ ...accepted, ...change }]);
      expect(exit).to.equal(isAccepted ? 0 : 1);
      expect(findings.some(({ code }) => code === "accepted-gone")).to.equal(!isAccepted);
    });

  it("do not accept an element's finding without its name", () => {
    const { element: _, ...withoutElement } = accepted;
    expect(reportOf([lost], [withoutElement]).exit).to.equal(1);
  });

  it("go on holding what another finding holds", () =>
    expect(reportOf([lost, { ...lost, code: "section" }], [accepted]).held).to.deep.equal(["api:x"]));

  it("accept differences for strict", () => {
    const difference: HoldingFinding = { ...lost, severity: "difference" };
    expect(reportOf([difference], []).exit).to.equal(0);
    expect(reportOf([difference], [], true).exit).to.equal(1);
    expect(reportOf([difference], [accepted], true).exit).to.equal(0);
  });

  it("that are gone are mentioned, whatever they are", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (code, at) => {
        const [gone] = acceptFindings([], [{ code, at, reason: "r" }], today);
        expect(gone).to.include({ severity: "info", code: "accepted-gone" });
      }),
    );
  });
});
