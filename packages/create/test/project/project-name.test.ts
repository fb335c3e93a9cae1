import { expect } from "chai";
import fc from "fast-check";
import { projectNameOf } from "#src/project/project-name.js";

describe("the name of a project", () => {
  for (const [folder, name] of [
    ["my-api", "my-api"],
    ["Orders API", "orders-api"],
    [".hidden", "hidden"],
    ["_", "my-api"],
    ["", "my-api"],
    ["Ünïcode", "n-code"],
  ] as const)
    it(`of the folder "${folder}" is ${name}`, () => {
      expect(projectNameOf(folder)).to.equal(name);
    });

  it("is one that npm accepts, whatever the folder", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (folder) => {
        expect(projectNameOf(folder)).to.match(/^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/);
      }),
    );
  });
});
