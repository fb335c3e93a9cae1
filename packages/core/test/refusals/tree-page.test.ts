import { readFileSync } from "node:fs";
import { expect } from "chai";
import { REFUSALS } from "#src/refusals/refusals.js";

const page = readFileSync(new URL("../../../../docs/caller-gets-401.md", import.meta.url), "utf8");
const [introduction = "", ...sections] = page.split(/^## /m);
const leaves = [...introduction.matchAll(/^ *- (.+): \[(.+)\]\(#[\w-]+\)$/gm)].map(
  ([, question = "", heading = ""]) => ({ question, heading }),
);

/** Each row of the tables below a heading: the code, the check that failed, and the statuses that the text names. */
const rows = sections.flatMap((section) => {
  const [heading = "", ...lines] = section.split("\n");
  const text = lines.find((line) => /^\d{3}/.test(line)) ?? "";
  const statuses = (text.match(/^[^.]*\./)?.[0].match(/\b\d{3}\b/g) ?? []).map(Number);
  return [...section.matchAll(/^\| \[`(\w+)`\]\(refusals\.md#(\w+)\) +\| (.+?) +\| .{10,} \|$/gm)].map(
    ([, code = "", anchor, check]) => ({ heading, statuses, code, anchor, check }),
  );
});

describe("docs/caller-gets-401.md", () => {
  it("leads to every code that a caller can get, once", () => {
    expect(rows.map(({ code }) => code).sort()).to.deep.equal(Object.keys(REFUSALS).sort());
  });
  for (const { heading, statuses, code, anchor, check } of rows)
    it(`says of ${code} which check failed, below its status`, () => {
      const refusal = REFUSALS[code as keyof typeof REFUSALS];
      expect(anchor).to.equal(code);
      expect(check).to.equal(refusal.check);
      expect(statuses, heading).to.include(refusal.status);
    });
  it("has a leaf for every section with a table, and only for sections", () => {
    const headings = leaves.map(({ heading }) => heading);
    expect(headings).to.include.members(rows.map(({ heading }) => heading));
    expect(sections.map((section) => section.split("\n")[0])).to.include.members(headings);
  });
  it("leads from each failed check of a token to the sections with it", () => {
    const tokens = Object.values(REFUSALS).filter(({ error }) => error === "invalid_token");
    for (const { check } of tokens) {
      const wanted = rows.filter((row) => row.check === check && row.statuses.includes(401));
      const reached = leaves.filter(({ question }) => question.split(", ").includes(check));
      for (const { heading } of reached)
        expect(
          wanted.map((row) => row.heading),
          check,
        ).to.include(heading);
      expect(reached, check).to.have.length(1);
    }
  });
});
