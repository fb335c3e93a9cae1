import { readFileSync } from "node:fs";
import { FINDING_KINDS } from "@product-auth/graph";
import { expect } from "chai";

const page = readFileSync(new URL("../../../../docs/findings.md", import.meta.url), "utf8");

describe("docs/findings.md", () => {
  for (const [code, { severity, title, meaning, fix }] of Object.entries(FINDING_KINDS))
    it(`describes ${code} as the command prints it`, () => {
      const [, section = ""] = new RegExp(`^## ${code}$(.*?)(?=^## |(?![^]))`, "ms").exec(page) ?? [];
      const words = section.replaceAll(/\s+/g, " ").replaceAll("\\", "");
      const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
      expect(words).to.contain(`**${severity}**: ${sentence(title)}`);
      expect(words).to.contain(`Means: ${sentence(meaning)}`);
      expect(words).to.contain(`To do: ${fix === "" ? "nothing." : sentence(fix)}`);
    });

  it("describes no other code", () => {
    const described = [...page.matchAll(/^## ([PD]\d\d)$/gm)].map(([, code]) => code!);
    expect(described).to.deep.equal([...Object.keys(FINDING_KINDS)].sort(byCode));
  });
});

const byCode = (one: string, other: string) =>
  one[0] === other[0] ? one.localeCompare(other) : one.startsWith("P") ? -1 : 1;
