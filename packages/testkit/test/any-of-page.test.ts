import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ANY_OF_TABLE } from "#src/adapter/support/any-of-table.js";

const page = readFileSync(new URL("../../../docs/guards.md", import.meta.url), "utf8");

describe("the page about rules and guards", () => {
  it("shows the table of alternatives that every adapter is tested with", () => {
    const rows = [...page.matchAll(/^\| (.+?) +\| (\d+ .+?) +\| (\d+ .+?) +\| (\d+ .+?) +\|$/gm)];
    const cells = rows.map((row) => row.slice(1).map((cell) => cell.replaceAll("`", "")));
    expect(cells).to.deep.equal(ANY_OF_TABLE.map(([inWords, , ...outcomes]) => [inWords, ...outcomes]));
  });
});
