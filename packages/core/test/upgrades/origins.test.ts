import { expect } from "chai";
import { judgeOrigin } from "#src/upgrades/origins.js";

describe("judgeOrigin", () => {
  const listed = new Set(["https://app.example"]);

  it("finds nothing wrong where none was sent, where it is listed, and where any will do", () => {
    expect(judgeOrigin(undefined, listed)).to.equal(undefined);
    expect(judgeOrigin("https://APP.example:443", listed)).to.equal(undefined);
    expect(judgeOrigin("null", "any")).to.equal(undefined);
  });
  it("tells operators what was sent, what is listed, and what to write", () => {
    const found = judgeOrigin("https://evil.example", listed);
    expect(found).to.include({ code: "origin_not_allowed", actual: "https://evil.example" });
    expect(found?.expected).to.equal("https://app.example");
    expect(found?.hint).to.include("upgrades: { origins:");
    expect(judgeOrigin("https://app.example", new Set())?.expected).to.equal(
      "no Origin: origins and upgrades.origins list none",
    );
  });
  it("takes two for none, and shortens what is long", () => {
    expect(judgeOrigin(["https://app.example", "https://app.example"], listed)?.actual).to.equal(
      "sent more than once",
    );
    expect(judgeOrigin("x".repeat(10_000), listed)?.actual).to.have.length.below(200);
  });
});
