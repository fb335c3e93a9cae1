import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { tokenSnippets } from "#src/applications/token-snippets.js";

describe("snippets for tokens", () => {
  const hostile = `api://a'b"c\\d$(touch x)\`e\`$CLIENT_ID;#{f}%g\u2018h\u2019i\u201Aj\u201B;k`;
  const snippet = (name: string) =>
    tokenSnippets({ tokenUrl: "https://login.test/token", clientId: "id", scope: hostile }).find(
      (one) => one.name === name,
    )!.text;

  it("a shell passes hostile texts on as they are", () => {
    const script = `curl() { printf '%s\\n' "$@"; }\nCLIENT_SECRET=s\n${snippet("curl")}`;
    const given = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\n");
    expect(given).to.include(`scope=${hostile}`);
  });
  it("Python and C# have them in one literal", () => {
    for (const name of ["Node.js", "Python", "C#"]) expect(snippet(name)).to.include(JSON.stringify(hostile));
  });
  it("no quote that PowerShell knows ends its literal", () => {
    const line = snippet("PowerShell")
      .split("\n")
      .find((one) => one.includes("scope"))!;
    const literal = line.slice(line.indexOf("'") + 1, line.lastIndexOf("'"));
    expect(literal.replaceAll(/(['\u2018-\u201b])\1/gu, "$1")).to.equal(hostile);
    expect(literal.replaceAll(/(['\u2018-\u201b])\1/gu, "")).not.to.match(/['\u2018-\u201b]/u);
  });
});
