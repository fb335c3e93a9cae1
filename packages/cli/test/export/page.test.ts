import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportFindingCodes } from "@product-auth/apim";
import { expect } from "chai";
import { exportUsage } from "#src/export/output/export-usage.js";
import { runHere } from "../run.js";

const page = readFileSync(new URL("../../../../docs/export.md", import.meta.url), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.+?)\`\`\``, "gs"))].map(([, text]) => text!);

describe("docs/export.md", () => {
  let cwd: string;
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), "product-auth-export-page-"));
    await writeFile(join(cwd, "catalog.json"), blocks("json")[0]!);
  });
  after(() => rm(cwd, { recursive: true, force: true }));

  it("shows what the command prints and writes", async () => {
    const [shown, files] = blocks("text");
    expect(await runHere(["export", "catalog.json"], { cwd })).to.deep.equal({
      ...{ code: 1, stdout: shown, stderr: "" },
    });
    const { stdout } = await runHere(["export", "catalog.json", "--json"], { cwd });
    const report = JSON.parse(stdout) as { readonly files: readonly string[] };
    expect(report.files).to.deep.equal(files!.trim().split("\n"));
  });

  it("names every option of the help", () => {
    for (const [, option] of exportUsage.matchAll(/^ {2}(--[a-z-]+)/gm))
      if (option !== "--version") expect(page).to.include(`\`${option}`);
  });

  for (const [code, { severities, title, meaning, fix }] of Object.entries(exportFindingCodes))
    it(`describes ${code} as the command does`, () => {
      const [, section = ""] = new RegExp(`^### ${code}$(.*?)(?=^###? |(?![^]))`, "ms").exec(page) ?? [];
      const words = section.replaceAll(/\s+/g, " ");
      expect(words).to.include(`**${severities.join(" or ")}**: ${title}.`);
      expect(words).to.include(`Means: ${meaning}`);
      expect(words).to.include(`To do: ${fix}`);
    });
});
