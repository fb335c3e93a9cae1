import { join } from "node:path";
import type { Import } from "@product-auth/apim";
import { expect } from "chai";
import { inFolder } from "./support/in-folder.js";
import { importWith, lost, nothing, reportWith, runToy } from "./support/toy-import.js";

describe("product-auth import, its report", () => {
  let folder: string;
  let out: string;
  inFolder((path) => {
    folder = path;
    out = join(folder, "out");
  });

  it("--json prints the report alone", async () => {
    const report = reportWith({ exit: 1, findings: [lost] });
    const ended = await runToy(["x", "--json", "--out", out], importWith(report));
    expect(JSON.parse(ended.stdout)).to.deep.equal(report);
    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.match(/^.+out: wrote \.env\.example, IMPORT\.md\.\nThere is no catalog: .+\n$/);
  });

  const text = async (report: Partial<Import["report"]>, columns?: number) =>
    (await runToy(["x"], importWith(report), columns === undefined ? {} : { columns })).stdout;

  it("has losses first, differences, accepted findings and notes, and the result last", async () => {
    const stdout = await text({
      findings: [
        { severity: "info", code: "unrelated", at: "a", text: "routes" },
        {
          severity: "difference",
          code: "client-ip",
          at: "policy.xml:8",
          element: "ip-filter",
          text: "An address.",
        },
        { ...lost, at: "policy.xml:2", accepted: true },
        lost,
        { ...lost, at: "b:1" },
      ],
      held: ["api:orders"],
      environment: ["TENANT_ID"],
    });
    expect(stdout.split("\n").filter((line) => /^[A-Z]/.test(line))).to.deep.equal([
      "LOST  condition: A rule under a condition",
      "DIFFERS  client-ip: The address of the caller behind a proxy",
      "ACCEPTED  condition: A rule under a condition",
      "NOTES  these guard nothing; --json and IMPORT.md list them",
      "Held, and so answered with 404:",
      "Environment variables to set:",
    ]);
    expect(stdout).to.include(
      "\n  apis/orders/policy.xml:9  return-response  The condition depends on a variable.\n" +
        "  b:1                       return-response  The condition depends on a variable.\n  To do: ",
    );
    expect(stdout).to.include("\n  docs/import-findings.md#condition\n");
    expect(stdout.trimEnd().split("\n").at(-1)).to.equal(
      "0 carried · 1 with a difference · 2 lost · 1 accepted · 1 API held",
    );
  });

  it("of an import without findings is one line", async () =>
    expect(await text({})).to.equal("0 carried · 0 with a difference · 0 lost · 0 APIs held\n"));

  it("fits the terminal where words allow it", async () => {
    const long = { ...lost, text: "word ".repeat(60).trim(), at: `${"folder/".repeat(12)}policy.xml:1` };
    for (const columns of [70, 100, 200]) {
      const lines = (await text({ findings: [lost, long] }, columns)).split("\n");
      for (const line of lines.filter((each) => !each.includes("folder/")))
        expect(line.length, line).to.be.at.most(columns);
    }
  });

  it("shows all losses, and of many others the first", async () => {
    const many = Array.from({ length: 50 }, (_, at) => ({ ...lost, at: `apis/${at}/policy.xml:1` }));
    const differences = many.map((one) => ({ ...one, severity: "difference", code: "client-ip" }) as const);
    const stdout = await text({ findings: [...many, ...differences] });
    expect(stdout.match(/^ {2}apis\//gm)).to.have.length(50 + 20);
    expect(stdout).to.include("\n  … and 30 more; --json and IMPORT.md list them\n  To do: ");
  });

  it("names what the catalog leaves out besides, and counts it", async () => {
    const leftOut = [{ scope: "api:orders", reason: "its limit has no place" }];
    expect((await runToy(["x"], nothing, { leftOut })).stdout).to.equal(
      "Left out of the catalog as well, and so answered with 404:\n  api:orders: its limit has no place\n\n" +
        "0 carried · 0 with a difference · 0 lost · 0 APIs held · 1 left out\n",
    );
  });

  it("shows a text of the input as it is harmless, with --json too", async () => {
    const hostile = "a\u001B[2J\u202E\nb\r\u009B1m\u0007";
    const report = {
      findings: [{ ...lost, at: hostile, element: hostile, text: hostile }],
      held: [`api:${hostile}`],
    };
    for (const flags of [[], ["--json"]]) {
      const { stdout } = await runToy(["x", ...flags], importWith(report));
      expect(stdout).to.not.match(/(?!\n)[\p{Cc}\p{Cf}]/u);
    }
    expect((await runToy(["x"], new Error(hostile))).stderr).to.match(/^[^\p{Cc}\p{Cf}]+\n$/u);
  });

  it("shows progress on a terminal above 200 files only, and clears it", async () => {
    for (const [files, isTTY, shown] of [
      [1000, true, true],
      [200, true, false],
      [1000, false, false],
    ] as const) {
      const { stderr } = await runToy(["x"], nothing, { files, isTTY });
      expect(stderr !== "", `${files}`).to.equal(shown);
      if (shown) expect(stderr).to.match(/^\rReading files: 0 % of 1000.*\r {20,}\r$/s);
      expect(stderr.length).to.be.below(5000);
    }
  });
});
