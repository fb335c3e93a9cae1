import { readFileSync } from "node:fs";
import type { RefusalCode } from "#src/index.js";
import { expect } from "chai";
import { REFUSALS, type Refusal } from "#src/refusals/refusals.js";

const page = readFileSync(new URL("../../../../docs/refusals.md", import.meta.url), "utf8");
const codes = Object.keys(REFUSALS) as RefusalCode[];

/** The texts as the page calls them. */
const names = new Map(
  [...page.matchAll(/^\| _([a-z ]+)_ +\| (.+?) +\|$/gm)].map(([, name, text]) => [text, name]),
);

/** What the page must say of the caller's side of a refusal. */
function callerSees({ status, about, error, message }: Refusal): RegExp {
  const bearer = error === undefined ? "`Bearer`" : `\`Bearer error="${error}"(, scope="\\{[a-z]+\\}")?\``;
  const challenges = {
    token: bearer,
    key: "`AzureApiManagementKey`",
    both: "`Bearer` and `AzureApiManagementKey`",
    limit: "no challenge",
    policy: "no challenge",
    connection: "no challenge",
  };
  const field =
    status === 503 || about === "limit"
      ? "`Retry-After`, "
      : status === 401 || error !== undefined
        ? `${challenges[about]}, `
        : "";
  return new RegExp(`^Caller: ${status}, ${field}_${names.get(message)}_\\.$`, "m");
}

describe("docs/refusals.md", () => {
  it("has one heading for every code, and none for another", () => {
    const headings = [...page.matchAll(/^## `([a-z_]+)`$/gm)].map(([, code]) => code);
    expect(headings).to.have.members(codes);
  });
  it("begins with a table that names every code, links to it and has its status", () => {
    const rows = [...page.matchAll(/^\| \[`([a-z_]+)`\]\(#\1\) +\| (\d{3}) +\| \S/gm)];
    expect(rows.map(([, code, status]) => `${code} ${status}`)).to.have.members(
      codes.map((code) => `${code} ${REFUSALS[code].status}`),
    );
  });
  it("quotes every text", () => {
    expect([...names.keys()]).to.have.members([...new Set(codes.map((code) => REFUSALS[code].message))]);
  });
  for (const code of codes) {
    it(`${code}: status, challenge and text of the caller, and something to read`, () => {
      const section = page.split(`\n## \`${code}\`\n`)[1]?.split("\n## ")[0] ?? "";
      expect(section).to.match(callerSees(REFUSALS[code]));
      expect(section.replace(/^Caller:.*$/m, "").trim()).to.match(/^[A-Z`].{20}/);
    });
  }
});
