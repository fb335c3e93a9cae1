import { readFileSync } from "node:fs";
import * as door from "@product-auth/cli";
import { expect } from "chai";

describe("the door of @product-auth/cli", () => {
  it("exports these names; types.ts holds the names of types", () =>
    expect(Object.keys(door)).to.deep.equal(["runCommand"]));

  it("runs the command inside a program, with streams and an environment of its own", async () => {
    const said = { stdout: "", stderr: "" };
    const io = {
      stdin: (async function* () {})(),
      stdout: { write: (text: string) => (said.stdout += text) },
      stderr: { write: (text: string) => (said.stderr += text) },
      env: {},
    };
    expect(await door.runCommand(["--version"], io)).to.equal(0);
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(said.stdout.trim()).to.equal((JSON.parse(manifest) as { version: string }).version);
    expect(await door.runCommand(["subscriptions", "lists"], io)).to.equal(2);
    expect(said.stderr).to.match(/^product-auth: there is no verb "lists"\. Did you mean list\?\n$/);
  });
});
