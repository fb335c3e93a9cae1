import { readFileSync } from "node:fs";
import { expect } from "chai";
import { findingCodes, type FindingGuide } from "#src/report/finding-codes.js";

const page = readFileSync(new URL("../../../../docs/import-findings.md", import.meta.url), "utf8");
const guides: readonly (readonly [string, FindingGuide])[] = Object.entries(findingCodes);

describe("docs/import-findings.md", () => {
  for (const [code, { severities, title, meaning, fix }] of guides)
    it(`describes ${code} as the command does`, () => {
      const [, section = ""] = new RegExp(`^## ${code}$(.*?)(?=^## |(?![^]))`, "ms").exec(page) ?? [];
      const words = section.replaceAll(/\s+/g, " ");
      expect(words).to.include(`**${severities.join(" or ")}**: ${title}.`);
      expect(words).to.include(`Means: ${meaning}`);
      expect(words).to.include(`To do: ${fix}`);
    });

  it("describes no other code, and is sorted", () => {
    const described = [...page.matchAll(/^## (.+)$/gm)].map(([, code]) => code);
    expect(described).to.deep.equal(guides.map(([code]) => code).sort());
  });
});
