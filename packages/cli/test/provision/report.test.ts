import { expect } from "chai";
import { problemsJson, reportJson } from "#src/provision/output/report-json.js";
import { findingsText, reportText } from "#src/provision/output/report-text.js";
import { change, done, NOTHING, PLAN } from "./support/reports.js";
import { toyProgram } from "./support/toy.js";

const describeChange = (report: typeof PLAN) => (one: (typeof PLAN)["changes"][number]) =>
  toyProgram().describeChange(one, report, { products: {} });
const textOf = (report: typeof PLAN) => reportText(report, describeChange(report));

describe("the report of product-auth provision", () => {
  it("a plan as text", () =>
    expect(textOf(PLAN)).to.equal(
      `  + products.gold                  APIMProductApplicationGold, role Product.Gold.All
  ~ products.silver                requestedAccessTokenVersion 1 → 2
  ! clients.old                    P40 no longer in the catalog; --prune deletes it
1 to add, 1 to change, 0 to delete. Nothing was written: add --apply.
`,
    ));

  for (const [name, report, last] of [
    [
      "nothing to do",
      NOTHING,
      "0 to add, 0 to change, 0 to delete. Nothing was written: everything is there.",
    ],
    [
      "only the file lacks something",
      { ...NOTHING, catalog: { path: "c.json", changed: true } },
      "0 to add, 0 to change, 0 to delete. c.json lacks ids. Nothing was written: add --apply.",
    ],
    [
      "an error",
      { ...PLAN, findings: [{ ...PLAN.findings[0]!, severity: "error" as const }] },
      "1 to add, 1 to change, 0 to delete. Nothing was written: fix the errors first.",
    ],
    [
      "--check",
      { ...PLAN, mode: "check" as const },
      "1 to add, 1 to change, 0 to delete. Nothing was written.",
    ],
    [
      "all done",
      { ...done(PLAN), catalog: { path: "c.json", changed: true } },
      "1 added, 1 changed, 0 deleted. c.json was written.",
    ],
    [
      "a part done",
      { ...done(PLAN, "products.silver"), catalog: { path: "c.json", changed: false } },
      "1 added, 0 changed, 0 deleted. 1 not done: run the command again.",
    ],
  ] as const)
    it(`its last line: ${name}`, () => expect(textOf(report).trimEnd().split("\n").at(-1)).to.equal(last));

  it("marks what was not done", () =>
    expect(textOf(done(PLAN, "products.silver"))).to.contain(" 1 → 2 (not done)\n"));

  it("has a sign for each action, and widens for a long place", () => {
    const changes = (["create", "restore", "adopt", "update", "delete", "unlink"] as const).map((action) =>
      change(action, `${"x".repeat(40)}.${action}`),
    );
    const lines = textOf({ ...NOTHING, changes })
      .split("\n")
      .slice(0, 6);
    expect(lines.map((line) => line[2]).join("")).to.equal("+++~--");
    expect(new Set(lines.map((line) => line.indexOf(" APIM"))).size).to.equal(1);
  });

  it("nothing that Graph returns controls the terminal", () => {
    const [finding] = PLAN.findings;
    const message = "named \u001b[2J\u202e";
    expect(findingsText([{ ...finding!, message }])).to.contain("named ?[2J?; ");
    expect(reportJson({ ...NOTHING, findings: [{ ...finding!, message }] })).to.contain("\\u202e");
  });

  it("as JSON, members in the order of its form", () => {
    const shuffled = Object.fromEntries(Object.entries(PLAN).toReversed()) as unknown as typeof PLAN;
    const document = JSON.parse(reportJson(shuffled)) as typeof PLAN;
    expect(document).to.deep.equal(PLAN);
    expect(Object.keys(document).join(" ")).to.equal(
      "report mode exit tenantId instance changes products clients findings catalog",
    );
    expect(Object.keys(document.changes[0]!).join(" ")).to.equal("action at done fields");
    expect(Object.keys(document.findings[0]!).join(" ")).to.equal("code severity at message fix");
    const secret = {
      client: "batch",
      applicationId: "1",
      keyId: "2",
      hint: "abc",
      endDateTime: "3",
      file: "f",
    };
    expect(JSON.parse(reportJson(PLAN, secret))).to.deep.equal({ ...PLAN, secret });
  });

  it("as JSON, what was invalid", () =>
    expect(JSON.parse(problemsJson("apply", [{ path: "p", message: "m", fix: "f" }]))).to.deep.equal({
      report: 1,
      mode: "apply",
      exit: 2,
      problems: [{ path: "p", message: "m", fix: "f" }],
    }));
});
