import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";

/** The doors, and the names of what runs behind each; types.ts holds the names of types. */
const DOORS = {
  "@product-auth/routes": ["report"],
  "@product-auth/routes/express": ["report"],
  "@product-auth/routes/fastify": ["report"],
  "@product-auth/routes/koa": ["report"],
  "@product-auth/routes/module": ["frameworks", "inspectModule", "routeReport"],
} as const;

for (const [door, names] of Object.entries(DOORS))
  it(`the door ${door} opens to these names and no others`, async () => {
    const behind = (await import(door)) as Record<string, unknown>;
    expect(Object.keys(behind).sort()).to.deep.equal(names);
  });

it("no door loads a framework: none need be installed", async () => {
  const program = `
    import { Module } from "node:module";
    for (const door of ${JSON.stringify(Object.keys(DOORS))}) await import(door);
    const loaded = Object.keys(Module._cache); // all three frameworks are CommonJS
    console.log(JSON.stringify(loaded.filter((file) => /node_modules.(express|koa|fastify)\\b/.test(file))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  expect(JSON.parse(stdout)).to.deep.equal([]);
});
