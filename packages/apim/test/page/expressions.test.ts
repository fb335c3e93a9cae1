import { readFileSync } from "node:fs";
import { expect } from "chai";
import { readCondition } from "#src/csharp/read-condition.js";
import { readCounterKey } from "#src/csharp/read-counter-key.js";

const page = readFileSync(new URL("../../../../docs/import.md", import.meta.url), "utf8");

/** The expressions in the first column of the table with this head. */
function expressionsIn(head: string): readonly string[] {
  const rows = page
    .slice(page.indexOf(`| ${head} `))
    .split("\n\n")[0]!
    .split("\n")
    .slice(2);
  return rows
    .flatMap((row) => row.split("|")[1]!.match(/`[^`]+`/g) ?? [])
    .map((code) => code.slice(1, -1))
    .filter((code) => code.includes("context.") || code.startsWith('"'));
}

describe("docs/import.md, its expressions", () => {
  for (const [head, read, least] of [
    ["counter key", readCounterKey, 12],
    ["condition", readCondition, 12],
  ] as const)
    it(`each ${head} is understood`, () => {
      const expressions = expressionsIn(head);
      expect(expressions.length).to.be.at.least(least);
      expect(expressions.filter((one) => read(`@(${one})`) === undefined)).to.deep.equal([]);
    });
});
