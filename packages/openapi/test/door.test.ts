import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";

/** The doors, and the names of what runs behind each. */
const DOORS = {
  "@product-auth/openapi": ["compareOpenApi", "openApiOf", "rulesFromOpenApi"],
  "@product-auth/openapi/text": ["readOpenApi", "rewriteOpenApi"],
} as const;

for (const [door, names] of Object.entries(DOORS))
  it(`the door ${door} opens to these names and no others`, async () => {
    const behind = (await import(door)) as Record<string, unknown>;
    expect(Object.keys(behind).sort()).to.deep.equal(names);
  });

it("the main door loads no YAML: a server passes a parsed document", async () => {
  const program = `
    import { Module } from "node:module";
    await import("@product-auth/openapi");
    console.log(JSON.stringify(Object.keys(Module._cache).filter((file) => /node_modules.yaml\\b/.test(file))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  expect(JSON.parse(stdout)).to.deep.equal([]);
});
