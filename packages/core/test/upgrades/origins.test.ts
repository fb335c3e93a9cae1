import { expect } from "chai";
import { judgeOrigin, originOf } from "#src/upgrades/origins.js";

describe("originOf: the canonical form of an origin (RFC 6454)", () => {
  for (const [written, canonical] of [
    ["https://app.example", "https://app.example"],
    ["HTTPS://App.Example:443", "https://app.example"],
    ["http://localhost:5173", "http://localhost:5173"],
    ["http://[::1]:80", "http://[::1]"],
    ["https://b\u00fccher.example", "https://xn--bcher-kva.example"],
    ["chrome-extension://abcdefghijklmnop", "chrome-extension://abcdefghijklmnop"],
  ] as const)
    it(`${written} is ${canonical}`, () => expect(originOf(written)).to.equal(canonical));

  for (const written of [
    ...["", "null", "*", "app.example", "https://", "https://app.example/", "https://app.example/x"],
    ...["https://user@app.example", "https://app.example?x", "https://a.example https://b.example"],
    ...["https://app.example:99999", "https:\\\\app.example", "javascript:alert(1)"],
  ])
    it(`${JSON.stringify(written)} is none`, () => expect(originOf(written)).to.equal(undefined));
});

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
      "no Origin: upgrades.origins lists none",
    );
  });
  it("takes two for none, and shortens what is long", () => {
    expect(judgeOrigin(["https://app.example", "https://app.example"], listed)?.actual).to.equal(
      "sent more than once",
    );
    expect(judgeOrigin("x".repeat(10_000), listed)?.actual).to.have.length.below(200);
  });
});
